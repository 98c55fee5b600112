import {
  apaasClaims,
  chatClaims,
  convoAiClaims,
  fcdnClaims,
  fpaClaims,
  type Rtm2Permissions,
  rtcClaims,
  rtm2Claims,
  rtmClaims,
  type ShorthandResult,
  type Subject,
  streamingClaims,
  sttClaims,
  type TokenParameters,
} from '@symbolon/token'
import { usageError } from './errors.ts'
import type { ServiceName } from './services.ts'

/** The options of `token create` that say what the token is for, read but not yet checked against its service. */
export interface Wish {
  readonly version: '006' | '007'
  readonly channel?: string | undefined
  readonly uid?: number | undefined
  readonly account?: string | undefined
  readonly 'any-uid'?: true | undefined
  readonly role?: 'publisher' | 'subscriber' | undefined
  readonly 'privilege-ttl'?: number | undefined
  readonly 'rtm-user'?: string | undefined
  readonly app?: true | undefined
  readonly room?: string | undefined
  readonly 'room-role'?: number | undefined
  readonly permissions?: Rtm2Permissions | undefined
}

type Option = Exclude<keyof Wish, 'version'>

const member: readonly Option[] = ['channel', 'uid', 'account', 'any-uid']
const rtc: readonly Option[] = [...member, 'role', 'privilege-ttl', 'rtm-user']

/** Which options mean something for which service. */
const meaningful: { readonly [name in ServiceName]: readonly Option[] } = {
  rtc,
  'convo-ai': rtc,
  stt: rtc,
  rtm: ['account'],
  rtm2: ['account', 'permissions'],
  chat: ['account', 'app'],
  fpa: [],
  apaas: ['account', 'app', 'room', 'room-role'],
  streaming: member,
  fcdn: member,
}

/**
 * The claims of the token that was wished for.
 *
 * @throws CommandError `USAGE` for an option too many or too few; TokenError by the rule that is broken
 */
export function createClaims(
  service: ServiceName,
  wish: Wish,
  basis: TokenParameters,
): ShorthandResult {
  checkOptions(service, wish)
  if (wish.version === '006' && service !== 'rtc' && service !== 'rtm') {
    throw usageError(`a 006 token holds rtc or rtm, not ${service}; leave --version out`)
  }
  return makers[service](wish, basis)
}

function checkOptions(service: ServiceName, { version: _, ...options }: Wish): void {
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined && !meaningful[service].includes(name as Option)) {
      throw usageError(`--${name} means nothing for the service ${service}`)
    }
  }
}

type Make = (wish: Wish, basis: TokenParameters) => ShorthandResult

const makers: { readonly [name in ServiceName]: Make } = {
  rtc: (wish, basis) => rtcClaims({ ...inChannel(wish), ...basis, version: wish.version }),
  'convo-ai': (wish, basis) => convoAiClaims({ ...inChannel(wish), ...basis }),
  stt: (wish, basis) => sttClaims({ ...inChannel(wish), ...basis }),
  streaming: (wish, basis) => streamingClaims({ ...inChannel(wish), ...basis }),
  fcdn: (wish, basis) => fcdnClaims({ ...inChannel(wish), ...basis }),
  rtm: (wish, basis) => rtmClaims({ ...basis, version: wish.version, userId: userOf(wish) }),
  rtm2: (wish, basis) =>
    rtm2Claims({ ...basis, userId: userOf(wish), permissions: permissionsOf(wish) }),
  chat: (wish, basis) =>
    chatClaims({ ...basis, ...(wish.app ? { app: true } : { userId: userOf(wish) }) }),
  fpa: (_, basis) => fpaClaims(basis),
  apaas: (wish, basis) => apaasClaims({ ...basis, ...inRoom(wish) }),
}

function permissionsOf({ permissions = {} }: Wish): Rtm2Permissions {
  return permissions
}

function inChannel(wish: Wish) {
  const { channel, role, 'privilege-ttl': seconds, 'rtm-user': rtmUserId } = wish
  if (channel === undefined) throw usageError('give the --channel the token is for')
  return {
    channel,
    ...subjectOf(wish),
    ...(role && { role }),
    ...(seconds !== undefined && { privilegeExpiresInSeconds: seconds }),
    ...(rtmUserId !== undefined && { rtmUserId }),
  }
}

function subjectOf({ uid, account, 'any-uid': anyUid }: Wish): Subject {
  const given = [uid, account, anyUid].filter((one) => one !== undefined)
  if (given.length !== 1) throw usageError('give one of --uid, --account and --any-uid')
  if (anyUid) return { anyUid }
  return account === undefined ? { uid: uid! } : { account }
}

function userOf({ account }: Wish): string {
  if (account === undefined) throw usageError('give the --account (user id) the token is for')
  return account
}

function inRoom(wish: Wish) {
  const { app, room, 'room-role': role } = wish
  if (app) return { app }
  const userUuid = userOf(wish)
  if (room === undefined) return { userUuid }
  if (role === undefined) throw usageError('give the --room-role, a number')
  return { roomUuid: room, userUuid, role }
}
