import type { Warning } from './claims.ts'
import { TokenError, type TokenErrorCode } from './errors.ts'
import { longestSeconds, looksLikeTimestamp, warning } from './warnings.ts'

export type ParameterRule = Extract<
  TokenErrorCode,
  | `CHANNEL_${'EMPTY' | 'TOO_LONG' | 'CHARACTERS'}`
  | `ACCOUNT_${string}`
  | `UID_${'NOT_INTEGER' | 'NEGATIVE' | 'OUT_OF_RANGE'}`
  | 'ROLE_UNKNOWN'
  | 'EXPIRY_INVALID'
>

/** The parameter rules of the seeds, one sentence each. `mint` writes what it is given; who asks checks these. */
export const parameterRules: { readonly [rule in ParameterRule]: string } = {
  CHANNEL_EMPTY: 'a channel name has at least one character; "*" stands for any channel',
  CHANNEL_TOO_LONG: 'a channel name has at most 64 bytes',
  CHANNEL_CHARACTERS:
    'a channel name has only letters, digits, space and ! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~ ,',
  ACCOUNT_LENGTH: 'an account has 1 to 255 bytes',
  ACCOUNT_CHARACTERS: 'an account has only the characters that a channel name has',
  UID_NOT_INTEGER: 'a uid is a whole number; a user named by text is an account',
  UID_NEGATIVE: 'a uid is unsigned',
  UID_OUT_OF_RANGE: 'a uid is at most 4294967295',
  ROLE_UNKNOWN:
    'a role is "publisher" (1) or "subscriber" (2); 006 also knows 0 and 101, both publishers',
  EXPIRY_INVALID: 'a life is a whole number of seconds from now, 0 to 4294967295',
}

/** @see seed 000, `channelName`; seed 001, "Generate wildcard tokens" for the star */
const characters = /^[A-Za-z0-9 !#$%&()+\-:;<=.>?@[\]^_{}|~,]*$/
const charactersAndStar = /^[A-Za-z0-9 !#$%&()+\-:;<=.>?@[\]^_{}|~,*]*$/
const encoder: TextEncoder = new TextEncoder()

/**
 * @param options.wildcards - whether a `*` may stand in it, as in a 007 token
 * @throws TokenError `CHANNEL_EMPTY`, `CHANNEL_TOO_LONG` or `CHANNEL_CHARACTERS`
 */
export function checkChannel(
  channel: string,
  options: { readonly wildcards?: boolean } = {},
): string {
  if (typeof channel !== 'string') throw new TypeError('channel must be a string')
  if (channel === '') throw broken('CHANNEL_EMPTY')
  // what may stand in a name is ASCII: bytes are counted only where it is refused anyway
  const allowed = (options.wildcards ? charactersAndStar : characters).test(channel)
  if (allowed ? channel.length > 64 : isLonger(channel, 64)) throw broken('CHANNEL_TOO_LONG')
  if (!allowed) throw broken('CHANNEL_CHARACTERS')
  return channel
}

/**
 * A string user of a channel.
 * @throws TokenError `ACCOUNT_LENGTH` or `ACCOUNT_CHARACTERS`
 */
export function checkAccount(
  account: string,
  options: { readonly wildcards?: boolean } = {},
): string {
  checkUserId(account)
  const allowed = (options.wildcards ? charactersAndStar : characters).test(account)
  if (!allowed) throw broken('ACCOUNT_CHARACTERS')
  return account
}

/**
 * A user id of RTM, Chat or APaaS, whose characters are those services' own affair.
 * @throws TokenError `ACCOUNT_LENGTH`
 */
export function checkUserId(userId: string): string {
  if (typeof userId !== 'string') throw new TypeError('a user id must be a string')
  if (userId === '' || isLonger(userId, 255)) throw broken('ACCOUNT_LENGTH')
  return userId
}

/** Whether it is more than `most` bytes of UTF-8, which takes 1 to 3 for each unit of `length`. */
function isLonger(text: string, most: number): boolean {
  if (text.length > most) return true
  return text.length * 3 > most && encoder.encode(text).length > most
}

/**
 * @returns the uid as it stands in a token: `''` for 0, which is any user
 * @throws TokenError `UID_NOT_INTEGER`, `UID_NEGATIVE` or `UID_OUT_OF_RANGE`
 */
export function checkUid(uid: number): string {
  if (!Number.isInteger(uid)) throw broken('UID_NOT_INTEGER')
  if (uid < 0) {
    const twin = uid >= -0x80000000 ? `: ${uid} is ${uid >>> 0} as its unsigned twin` : ''
    throw broken('UID_NEGATIVE', twin)
  }
  if (uid > 0xffffffff) throw broken('UID_OUT_OF_RANGE', `: ${uid}`)
  return uid === 0 ? '' : `${uid}`
}

export type Role = 'publisher' | 'subscriber'

/**
 * @param role - by name, or by the number that Agora's libraries use
 * @throws TokenError `ROLE_UNKNOWN`
 */
export function checkRole(role: Role | number, version: '006' | '007'): Role {
  if (role === 'publisher' || role === 1) return 'publisher'
  if (role === 'subscriber' || role === 2) return 'subscriber'
  if (version === '006' && (role === 0 || role === 101)) return 'publisher'
  throw broken('ROLE_UNKNOWN')
}

/**
 * A life in seconds. Longer than 24 hours is what the platform would end anyway: capped, and said so.
 * @throws TokenError `EXPIRY_INVALID`
 */
export function capExpiry(seconds: number, warn: (warning: Warning) => void): number {
  if (seconds >>> 0 !== seconds) throw broken('EXPIRY_INVALID')
  if (seconds === 0) warn(warning('EXPIRY_ZERO'))
  if (looksLikeTimestamp(seconds)) warn(warning('EXPIRY_LOOKS_LIKE_TIMESTAMP'))
  if (seconds <= longestSeconds) return seconds
  warn(warning('EXPIRY_OVER_24H'))
  return longestSeconds
}

function broken(rule: ParameterRule, detail = ''): TokenError {
  return new TokenError(rule, parameterRules[rule] + detail)
}
