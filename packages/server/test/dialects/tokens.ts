import { createRequire } from 'node:module'
import { verify } from '@symbolon/token'
import { now, project } from './fixture.ts'

const require = createRequire(import.meta.url)
const { AccessToken } = require('agora-access-token/src/AccessToken.js')
const { AccessToken2 } = require('agora-token/src/AccessToken2.js')

/** A token as the recordings describe it. */
export interface RecordedToken {
  readonly version: '006' | '007'
  readonly appId?: string
  /** 007: seconds after issue */
  readonly expireSeconds?: number
  readonly services?: readonly RecordedService[]
  /** 006: absolute ends, told as seconds from then */
  readonly outerTsSecondsFromNow?: number
  readonly privileges?: Readonly<Record<string, RecordedEnd>>
  readonly signedFor?: { readonly channelName: string; readonly uid: string }
}

type RecordedService = Readonly<Record<string, unknown>> & {
  readonly type: number
  readonly privileges: Readonly<Record<string, number>>
}
type RecordedEnd = number | { readonly secondsFromNow?: number; readonly value?: number }

/** What differs between a token and its description; proves the token with npm's library and with our own `verify`. */
export function tokenDifferences(token: string, recorded: RecordedToken): string[] {
  if (token.slice(0, 3) !== recorded.version) return [`version is ${token.slice(0, 3)}`]
  return recorded.version === '007'
    ? differences007(token, recorded)
    : differences006(token, recorded)
}

function differences007(token: string, recorded: RecordedToken): string[] {
  const read = new AccessToken2()
  if (!read.from_string(token)) return ['npm agora-token cannot read it']
  verify(token, { certificate: project.certificate, now, appId: project.appId })
  for (const service of read.services) signRole(service)
  const signature = read.__signature.toString('hex')
  read.appCertificate = project.certificate
  const again = new AccessToken2()
  again.from_string(read.build())
  const found = { expireSeconds: read.expire, services: read.services.map(service007) }
  const { expireSeconds, services } = recorded
  return [
    ...unequal('signature', again.__signature.toString('hex'), signature),
    ...unequal('appId', project.appId, text(read.appId)),
    ...unequal('issue time', now, read.issueTs),
    ...unequal('claims', { expireSeconds, services: services?.map(withoutName) }, found),
  ]
}

const fields: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: { channelName: '__channel_name', uid: '__uid' },
  2: { userId: '__user_id' },
  4: {},
  5: { userId: '__user_id' },
  7: { roomUuid: '__room_uuid', userUuid: '__user_uuid', role: '__role' },
}

const privilegeNames: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: { 1: 'joinChannel', 2: 'publishAudioStream', 3: 'publishVideoStream', 4: 'publishDataStream' },
  2: { 1: 'login' },
  4: { 1: 'login' },
  5: { 1: 'user', 2: 'app' },
  7: { 1: 'roomUser', 2: 'user', 3: 'app' },
}

// biome-ignore lint/suspicious/noExplicitAny: the package has no types for what it reads
function service007(service: any): object {
  const type: number = service.service_type()
  const privileges: Record<string, number> = {}
  for (const [id, end] of Object.entries<number>(service.__privileges)) {
    privileges[privilegeNames[type]![Number(id)]!] = end
  }
  const rest = Object.entries(fields[type]!).map(([name, key]) => [name, text(service[key])])
  return { type, privileges, ...Object.fromEntries(rest) }
}

/** The package reads the role -1 as 65535, which it then cannot write. */
function signRole(service: { __role?: number }): void {
  if (service.__role === 65_535) service.__role = -1
}

function text(value: unknown): unknown {
  return Buffer.isBuffer(value) ? value.toString() : value
}

function withoutName({ name: _name, ...service }: RecordedService): object {
  return service
}

function differences006(token: string, recorded: RecordedToken): string[] {
  const { signedFor, privileges = {} } = recorded
  const { channelName = '', uid = '' } = signedFor ?? {}
  const read = new AccessToken(project.appId, project.certificate, channelName, uid)
  if (!read.fromString(token)) return ['npm agora-access-token cannot read it']
  const problems = unequal('signature', read.build(), token)
  const ids = { joinChannel: 1, publishAudioStream: 2, publishVideoStream: 3, publishDataStream: 4 }
  const found = Object.keys(read.messages).map(Number)
  const wanted = Object.keys(privileges).map((name) => ({ ...ids, rtmLogin: 1000 })[name])
  problems.push(...unequal('privileges', wanted, found))
  Object.values(privileges).forEach((end, index) => {
    problems.push(...unequalEnd(end, read.messages[found[index]!]))
  })
  problems.push(...unequalEnd({ secondsFromNow: recorded.outerTsSecondsFromNow! }, read.ts))
  const first = read.messages[found[0]!]
  if (first === 0 || first > now) prove006(token, channelName, uid)
  return problems
}

function prove006(token: string, channel: string, uid: string): void {
  const expected = { certificate: project.certificate, now, appId: project.appId }
  const isRtm = new AccessToken('', '', '', '').fromString(token) && rtmOnly(token)
  if (isRtm) verify(token, { ...expected, service: 'rtm', account: channel })
  else
    verify(token, { ...expected, service: 'rtc', channel, ...(uid === '' ? {} : { account: uid }) })
}

function rtmOnly(token: string): boolean {
  const read = new AccessToken('', '', '', '')
  read.fromString(token)
  return Object.hasOwn(read.messages, 1000)
}

/** The recordings were made over some seconds: two of them are allowed. */
function unequalEnd(recorded: RecordedEnd, found: number): string[] {
  const wanted =
    typeof recorded === 'number'
      ? recorded
      : (recorded.value ?? now + (recorded.secondsFromNow ?? Number.NaN))
  const allowed = typeof recorded === 'number' || recorded.value !== undefined ? 0 : 2
  return Math.abs(wanted - found) <= allowed ? [] : [`an end is ${found}, not ${wanted}`]
}

function unequal(what: string, wanted: unknown, found: unknown): string[] {
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(found)]
  return a === b ? [] : [`${what}: ${b} instead of ${a}`]
}
