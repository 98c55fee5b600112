import {
  type Claims006,
  type Claims007,
  mint,
  type RtcService,
  type Service,
} from '@symbolon/token'
import type { CauseCode, Situation } from '../../src/explain.ts'

/** A join that went wrong: what was wrong about it, its cause, the token, and what differs from {@link join}. */
export type Fault = readonly [
  fault: string,
  cause: CauseCode,
  token: unknown,
  situation?: Partial<Situation>,
]

export const now = 1_800_000_000
export const appId = '0123456789abcdef0123456789ABCDEF'
export const certificate = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
export const otherAppId = 'ffffeeeeddddccccbbbbaaaa99998888'
export const otherCertificate = '11112222333344445555666677778888'
export const oldCertificate = '99990000aaaabbbbccccddddeeeeffff'
const seconds = 3600
export const publisher = {
  joinChannel: seconds,
  publishAudio: seconds,
  publishVideo: seconds,
  publishData: seconds,
}

export function rtc(overrides: Partial<RtcService> = {}): RtcService {
  return { type: 'rtc', channel: 'lobby', uid: '7', privileges: publisher, ...overrides }
}

/** A 007 token for channel lobby and uid 7, made a minute ago, but for what is said otherwise. */
export function token007(overrides: Partial<Claims007> = {}, key: string = certificate): string {
  const claims: Claims007 = {
    version: '007',
    appId,
    issuedAt: now - 60,
    expiresInSeconds: seconds,
    services: [rtc()],
    ...overrides,
  }
  return mint(claims, key, { salt: 1 })
}

export function with007(service: Service, overrides: Partial<Claims007> = {}): string {
  return token007({ services: [service], ...overrides })
}

/** The same as a 006 token: privileges end an hour from now. */
export function token006(overrides: Partial<Claims006> = {}, key: string = certificate): string {
  const end = now + seconds
  const claims: Claims006 = {
    version: '006',
    appId,
    channel: 'lobby',
    uid: '7',
    ts: now - 60 + 86_400,
    privileges: { joinChannel: end, publishAudio: end, publishVideo: end, publishData: end },
    ...overrides,
  }
  return mint(claims, key, { salt: 1 })
}

/** A join that the tokens above are made for. */
export const join: Situation = { now, appId, certificate, channel: 'lobby', uid: 7 }

/** A token whose base64 holds every special character, so that each repair has something to do. */
export const special: string = (() => {
  for (let salt = 1; ; salt++) {
    const services = [rtc()]
    const claims = {
      version: '007' as const,
      appId,
      issuedAt: now - 60,
      expiresInSeconds: seconds,
      services,
    }
    const token = mint(claims, certificate, { salt })
    if (/\+.*\/.*=$|\/.*\+.*=$/.test(token)) return token
  }
})()

export const keyOf = { appId, certificate, channel: 'lobby', unixTs: now - 60, randomInt: 1 }
export const rtm = { type: 'rtm', userId: 'anna', privileges: { login: seconds } } as const
export const rtmJoin = {
  channel: undefined,
  uid: undefined,
  account: 'anna',
  service: 'rtm',
} as const
export const subscriber = rtc({ privileges: { joinChannel: seconds } })
export const token = token007()
