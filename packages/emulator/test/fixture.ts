import { type Claims007, mint } from '@symbolon/token'
import {
  type Emulator,
  EmulatorClock,
  type EmulatorOptions,
  isRefusal,
  type Project,
  type Refusal,
  startEmulator,
} from '../src/index.ts'

export const appId = '970CA35de60c44645bbae8a215061b33'
export const certificate = '5CFd2fd1755d40ecb72977518be15d3b'
export const secondCertificate = '0123456789abcdef0123456789abcdef'
export const otherAppId = '00000000000000000000000000000001'

/** Unix seconds at which every test begins */
export const start = 1_800_000_000

export function emulator(
  project: Partial<Project> = {},
  settings: EmulatorOptions['settings'] = {},
): Emulator {
  const clock = new EmulatorClock({ startAt: start })
  return startEmulator({ projects: [{ appId, certificate, ...project }], clock, settings })
}

export interface TokenWish {
  readonly channel?: string
  readonly uid?: string
  /** seconds; 0 = never */
  readonly join?: number
  readonly audio?: number
  readonly video?: number
  readonly data?: number
  readonly life?: number
  readonly issuedAt?: number
  readonly certificate?: string
  readonly appId?: string
}

/** A 007 token as asked for: by default a publisher's of an hour, for uid 7 in "lobby". */
export function token(wish: TokenWish = {}): string {
  const { channel = 'lobby', uid = '7', join = 3600, life = 3600, issuedAt = start } = wish
  const { audio = join, video = join, data = join } = wish
  const claims: Claims007 = {
    version: '007',
    appId: wish.appId ?? appId,
    issuedAt,
    expiresInSeconds: life,
    services: [
      {
        type: 'rtc',
        channel,
        uid,
        privileges: {
          joinChannel: join,
          publishAudio: audio,
          publishVideo: video,
          publishData: data,
        },
      },
    ],
  }
  return mint(claims, wish.certificate ?? certificate)
}

/** A 007 token that lets its holder in and publish nothing. */
export function subscriberToken(wish: TokenWish = {}): string {
  const { channel = 'lobby', uid = '7', join = 3600, life = 3600, issuedAt = start } = wish
  return mint(
    {
      version: '007',
      appId,
      issuedAt,
      expiresInSeconds: life,
      services: [{ type: 'rtc', channel, uid, privileges: { joinChannel: join } }],
    },
    certificate,
  )
}

/** A 006 token; `ends` are Unix seconds, 0 = never. */
export function token006(ends: { readonly join?: number; readonly video?: number } = {}): string {
  const { join = start + 3600, video = join } = ends
  const privileges = { joinChannel: join, publishAudio: join, publishVideo: video }
  return mint(
    { version: '006', appId, channel: 'lobby', uid: '7', ts: start + 86_400, privileges },
    certificate,
  )
}

/** The refusal that `act` throws. */
export function refusalOf(act: () => unknown): Refusal {
  try {
    act()
  } catch (error) {
    if (isRefusal(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

/** Every event of a member as `name argument…`, in order. */
export function heard(member: { on: (name: never, act: never) => unknown }): string[] {
  const lines: string[] = []
  const names = [
    'connection-state-change',
    'token-privilege-will-expire',
    'token-privilege-did-expire',
    'user-joined',
    'user-left',
    'user-published',
    'user-unpublished',
    'role-refused',
  ]
  const on = member.on.bind(member) as unknown as (
    name: string,
    act: (...values: readonly unknown[]) => void,
  ) => void
  for (const name of names) {
    on(name, (...values) => {
      const texts = values.map((value) =>
        typeof value === 'object' ? `${(value as { uid: unknown }).uid}` : `${value}`,
      )
      lines.push([name, ...texts].join(' '))
    })
  }
  return lines
}
