import {
  apaasClaims,
  capExpiry,
  checkAccount,
  checkChannel,
  checkRole,
  checkUid,
  checkUserId,
  type KnownService,
  type Rtm2Permissions,
} from '@symbolon/token'
import type { End, RequestedService } from '../issue.ts'
import { clean } from '../observe/clean.ts'
import { escapePointer, type Findings } from './findings.ts'

/** A part of the body whose shape may be wrong: every field is looked at before it is used. */
export type Raw = Readonly<Record<string, unknown>>

/** What all services of one body share. */
interface Wish {
  readonly version: '006' | '007'
  /** life of the token, and of every privilege that names none of its own */
  readonly lifeSeconds: number
  readonly findings: Findings
}

type Decode = (raw: Raw, wish: Wish) => readonly RequestedService[]

/** How each key of the body becomes services of the token. What is wrong goes into the findings. */
export const decoders: Readonly<Record<string, Decode>> = {
  rtc: (raw, wish) => [
    { type: 'rtc', ...place(raw, '#/rtc', wish), privileges: rtcEnds(raw, wish) },
  ],
  rtm: decodeRtm,
  chat: decodeChat,
  fpa: () => [{ type: 'fpa', privileges: { login: 0 } }], // the official builder names no end either
  apaas: decodeApaas,
  streaming: (raw, wish) => {
    const { lifeSeconds: life } = wish
    const privileges = ends(raw, '#/streaming', wish) ?? {
      publishMixStream: life,
      publishRawStream: life,
    }
    return [{ type: 'streaming', ...place(raw, '#/streaming', wish), privileges }]
  },
  fcdn: (raw, wish) => {
    const { lifeSeconds: life } = wish
    const privileges = ends(raw, '#/fcdn', wish) ?? { publish: life, play: life }
    return [{ type: 'fcdn', ...place(raw, '#/fcdn', wish), privileges }]
  },
  convoAi: () => [{ type: 'convoAi', privileges: {} }],
  stt: () => [{ type: 'stt', privileges: {} }],
}

/** Channel and subject. */
function place(
  raw: Raw,
  at: string,
  { version, findings }: Wish,
): { channel: string; uid: string } {
  const options = { wildcards: version === '007' }
  const { channel, uid, account, anyUid } = raw
  if (typeof channel === 'string') {
    findings.rule(`${at}/channel`, () => checkChannel(channel, options))
  }
  const given = [uid, account, anyUid].filter((one) => one !== undefined).length
  if (given === 0) findings.add(`${at}/uid`, 'FIELD_MISSING', 'name uid, account or anyUid: true')
  if (given > 1) findings.add(at, 'FIELD_CONFLICT', 'name only one of uid, account and anyUid')
  let text: string | undefined = ''
  if (typeof uid === 'number') text = findings.rule(`${at}/uid`, () => checkUid(uid))
  if (typeof account === 'string') {
    text = findings.rule(`${at}/account`, () => checkAccount(account, options))
  }
  return { channel: String(channel), uid: text ?? '' }
}

function rtcEnds(raw: Raw, wish: Wish): Record<string, End> {
  const { lifeSeconds: life, version, findings } = wish
  const { role = 'publisher' } = raw
  const settled = findings.rule('#/rtc/role', () =>
    checkRole(role as Parameters<typeof checkRole>[0], version),
  )
  const own = ends(raw, '#/rtc', wish)
  if (own) return { joinChannel: life, ...own }
  return settled === 'subscriber'
    ? { joinChannel: life }
    : { joinChannel: life, publishAudio: life, publishVideo: life, publishData: life }
}

/** The privileges with ends of their own. */
function ends(raw: Raw, at: string, { findings }: Wish): Record<string, End> | undefined {
  if (raw.privileges === undefined) return undefined
  const privileges: Record<string, End> = {}
  for (const [name, seconds] of Object.entries(Object(raw.privileges))) {
    if (typeof seconds !== 'number') continue
    findings.rule(`${at}/privileges/${name}`, () => capExpiry(seconds, () => undefined))
    privileges[name] = seconds
  }
  return privileges
}

function decodeRtm(raw: Raw, { lifeSeconds, findings }: Wish): RequestedService[] {
  const userId = userOf(raw.userId, '#/rtm/userId', findings)
  const privileges = { login: lifeSeconds }
  if (raw.permissions === undefined) return [{ type: 'rtm', userId, privileges }]
  checkNames(raw.permissions, findings)
  return [{ type: 'rtm2', userId, permissions: raw.permissions as Rtm2Permissions, privileges }]
}

function decodeChat(raw: Raw, { lifeSeconds, findings }: Wish): RequestedService[] {
  const { userId, app } = raw
  if ((userId === undefined) === (app === undefined)) {
    const code = userId === undefined ? 'FIELD_MISSING' : 'FIELD_CONFLICT'
    findings.add('#/chat', code, 'name one of userId and app: true')
  }
  if (app === true) return [{ type: 'chat', userId: '', privileges: { app: lifeSeconds } }]
  const user = userOf(userId, '#/chat/userId', findings)
  return [{ type: 'chat', userId: user, privileges: { user: lifeSeconds } }]
}

function decodeApaas(raw: Raw, { lifeSeconds, findings }: Wish): RequestedService[] {
  const { app, userUuid, roomUuid, role } = raw
  if ((userUuid === undefined) === (app === undefined)) {
    const code = userUuid === undefined ? 'FIELD_MISSING' : 'FIELD_CONFLICT'
    findings.add('#/apaas', code, 'name one of userUuid and app: true')
  }
  if ((roomUuid === undefined) !== (role === undefined)) {
    const missing = roomUuid === undefined ? 'roomUuid' : 'role'
    findings.add(`#/apaas/${missing}`, 'FIELD_MISSING', 'roomUuid and role come together')
  }
  const user = app === true ? '' : userOf(userUuid, '#/apaas/userUuid', findings)
  const room = roomUuid === undefined ? '' : userOf(roomUuid, '#/apaas/roomUuid', findings)
  if (app === true) return apaasServices({ app }, lifeSeconds)
  if (user === '') return []
  if (room === '' || typeof role !== 'number') return apaasServices({ userUuid: user }, lifeSeconds)
  return apaasServices({ userUuid: user, roomUuid: room, role }, lifeSeconds)
}

type Apaas =
  | { app: true }
  | { userUuid: string }
  | { userUuid: string; roomUuid: string; role: number }

/** The services that the official builder puts into one APaaS token. */
function apaasServices(who: Apaas, lifeSeconds: number): RequestedService[] {
  const about = { appId: '', issuedAt: 0, expiresInSeconds: lifeSeconds }
  const { claims } = apaasClaims({ ...about, ...who } as Parameters<typeof apaasClaims>[0])
  return claims.version === '007'
    ? (claims.services as readonly KnownService[]).map(asRequested)
    : []
}

function asRequested(service: KnownService): RequestedService {
  return service as RequestedService
}

/** A user id, or `''` when it is absent, of the wrong type or breaks the rule. */
function userOf(value: unknown, pointer: string, findings: Findings): string {
  if (typeof value !== 'string' || !isWritable(value, pointer, findings)) return ''
  return findings.rule(pointer, () => checkUserId(value)) ?? ''
}

function checkNames(permissions: unknown, findings: Findings): void {
  for (const [resource, access] of Object.entries(Object(permissions))) {
    for (const [way, names] of Object.entries(Object(access))) {
      if (!Array.isArray(names)) continue
      const at = clean(`#/rtm/permissions/${escapePointer(resource)}/${escapePointer(way)}`)
      names.forEach((name, index) => {
        isWritable(name, `${at}/${index}`, findings)
      })
    }
  }
}

/** JSON may carry half a surrogate pair; UTF-8, and so a token, cannot. */
function isWritable(value: unknown, pointer: string, findings: Findings): boolean {
  if (typeof value !== 'string' || value.isWellFormed()) return true
  findings.add(pointer, 'FIELD_VALUE', 'holds half of a surrogate pair, which no text can')
  return false
}
