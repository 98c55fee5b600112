import type { BanRule } from '@symbolon/token'

/** What the emulator says of itself. */
export interface Status {
  /** Unix seconds on its clock */
  readonly now: number
}

/** An entry of the emulator's log, as far as it is told here. */
export interface PlatformEvent {
  readonly id: number
  /** Unix seconds */
  readonly at: number
  readonly type: string
  readonly channel: string
  readonly uid?: number
  readonly reason?: string
  readonly detail?: string
  readonly kind?: string
  readonly role?: string
  readonly causes?: readonly { readonly code: string; readonly message: string }[]
}

interface Member {
  readonly uid: number
  /** Unix seconds at which it is put out; "never" where there is no end, which is no number to compare with */
  readonly ends: { readonly stays: number }
}

interface Ban {
  readonly id: number
  readonly channel?: string
  readonly uid?: number
  readonly ip?: string
  readonly privileges: readonly string[]
  readonly until: number
}

/** The emulator refused, or did not answer. */
class ControlFailure extends Error {
  override readonly name = 'ControlFailure' as const
}

/** The control API of the emulator that serves this page; docs/emulator/control.md. */
export const control = {
  status: () => call<Status>('GET', ''),
  appId: async () => {
    const { projects } = await call<{ projects: readonly { appId: string }[] }>('GET', '/projects')
    return projects[0]!.appId
  },
  events: (after: number) =>
    call<{ events: readonly PlatformEvent[]; last: number }>(
      'GET',
      `/events?after=${after}&limit=10000`,
    ),
  members: async (channel: string) => {
    const path = `/members?channel=${encodeURIComponent(channel)}`
    return (await call<{ members: readonly Member[] }>('GET', path)).members
  },
  advance: (seconds: number) => call<Status>('POST', '/clock/advance', { span: seconds }),
  ban: async (channel: string, uid: number, seconds: number) => {
    const { ban } = await call<{ ban: Ban }>('POST', '/bans', { channel, uid, seconds })
    return ban.id
  },
  liftBan: (id: number) => call<object>('DELETE', `/bans/${id}`, {}),
  bans: async () => {
    const { bans } = await call<{ bans: readonly Ban[] }>('GET', '/bans')
    return bans.map(ruleOf)
  },
}

async function call<Reply>(method: string, path: string, body?: object): Promise<Reply> {
  const sent = body && {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(`/emulator/v1${path}`, { method, ...sent }).catch((cause) => {
    throw new ControlFailure('the emulator does not answer', { cause })
  })
  const reply = response.status === 204 ? {} : await response.json().catch(() => ({}))
  if (!response.ok) throw new ControlFailure(reply.detail ?? `the emulator said ${response.status}`)
  return reply
}

const privileges: Readonly<Record<string, NonNullable<BanRule['privileges']>[number]>> = {
  join_channel: 'joinChannel',
  publish_audio: 'publishAudio',
  publish_video: 'publishVideo',
}

/** A kicking rule in the words of `explain`. */
function ruleOf({ channel, uid, ip, privileges: named, until }: Ban): BanRule {
  return {
    channel,
    uid,
    ip,
    privileges: named.flatMap((name) => privileges[name] ?? []),
    until: Math.ceil(until),
  }
}
