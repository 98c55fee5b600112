import { sessionsOf } from '../../control.ts'
import { kinds } from '../../session/gates.ts'
import type { Session } from '../../session/session.ts'
import { staysUntil } from '../../session/watch.ts'
import type { World } from '../../world.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/members?appId=…&channel=…`: who is in, what they may, and until when. */
export const readMembers: ControlVerb = ({ platform }, { query }) => {
  const channel = query.get('channel')
  const members = [...sessionsOf(platform.world, query.get('appId') ?? undefined)]
    .filter((session) => channel === null || session.channel.name === channel)
    .map((session) => memberView(platform.world, session))
  return { body: { members } }
}

function memberView(world: World, session: Session) {
  const { channel, uid, subject, mode, role, state, ip, joinedAt, rights, gates } = session
  return {
    appId: channel.appId,
    channel: world.show(channel.name),
    uid,
    account: 'account' in subject ? world.show(subject.account) : null,
    mode,
    role,
    state,
    ip: ip ?? null,
    joinedAt,
    joinedBy: rights.by,
    token: {
      version: rights.version ?? null,
      signature: rights.signature ?? null,
      signedBy: rights.signedBy ?? null,
    },
    ends: {
      admits: instant(rights.admitsUntil),
      stays: instant(staysUntil(world, session)),
      ...Object.fromEntries(kinds.map((kind) => [kind, publishEnd(session, kind)])),
    },
    warned: session.warned !== undefined,
    gates,
    published: [...session.published],
    muted: [...session.muted],
  }
}

/** Unix seconds; "never" for what has no end, which JSON has no number for. */
function instant(at: number): number | 'never' {
  return Number.isFinite(at) ? at : 'never'
}

/** null = there is no such privilege. */
function publishEnd({ rights }: Session, kind: (typeof kinds)[number]) {
  const until = rights.publishUntil[kind]
  return until === undefined ? null : instant(until)
}
