import { ServerError } from '../errors.ts'
import type { Scope } from './scopes.ts'

/** A key as it is kept: what can be said of it, and a hash to know it by. The key itself is nowhere. */
export interface ApiKey {
  readonly id: string
  /** 1 to 255 characters */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** see key-text.ts */
  readonly hash: string
  readonly last4: string
  /** Unix seconds, as all that follow */
  readonly createdAt: number
  /** from then on it is refused; absent = never by itself */
  readonly expiresAt?: number | undefined
  readonly revokedAt?: number | undefined
  /** to the minute */
  readonly lastUsedAt?: number | undefined
  /** the id of the key that was made for its place */
  readonly replacedBy?: string | undefined
}

/** `replaced`: another was made for its place, and this one goes on for a while. */
export type KeyState = 'active' | 'replaced' | 'expired' | 'revoked'

export function keyState({ revokedAt, expiresAt, replacedBy }: ApiKey, at: number): KeyState {
  if (revokedAt !== undefined) return 'revoked'
  if (expiresAt !== undefined && at >= expiresAt) return 'expired'
  return replacedBy === undefined ? 'active' : 'replaced'
}

/** Whether who brings it is answered at `at`. */
export function isGood({ revokedAt, expiresAt }: ApiKey, at: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || at < expiresAt)
}

/** A key that was just made, and is in no store yet. */
export type NewKey = Pick<ApiKey, 'id' | 'hash' | 'last4'>

export interface KeyWish {
  readonly name: string
  readonly scopes: readonly Scope[]
  /** from now; absent = it does not expire */
  readonly expiresInSeconds?: number | undefined
}

export function createKey(made: NewKey, wish: KeyWish, at: number): ApiKey {
  const { name, scopes, expiresInSeconds } = wish
  const expiresAt = expiresInSeconds === undefined ? undefined : at + expiresInSeconds
  return { ...made, name, scopes, createdAt: at, expiresAt }
}

export interface RotationWish {
  /** how long the old key goes on, at most until it would have ended anyway */
  readonly overlapSeconds: number
  /** of the new key; absent = as long as the old one was made for */
  readonly expiresInSeconds?: number | undefined
}

/** A key after a change, and the one that came with it. */
export interface KeyChange {
  readonly key: ApiKey
  readonly successor?: ApiKey
}

/** Another key of the same name and scopes; both are good for a while. @throws ServerError `KEY_ENDED` */
export function rotateKey(
  key: ApiKey,
  made: NewKey,
  { overlapSeconds, expiresInSeconds, at }: RotationWish & { readonly at: number },
): Required<KeyChange> {
  if (keyState(key, at) !== 'active') {
    throw new ServerError('KEY_ENDED', `the key is ${keyState(key, at)}`)
  }
  const { name, scopes, createdAt, expiresAt = Number.POSITIVE_INFINITY } = key
  const own = key.expiresAt === undefined ? undefined : key.expiresAt - createdAt
  const wish = { name, scopes, expiresInSeconds: expiresInSeconds ?? own }
  return {
    key: { ...key, replacedBy: made.id, expiresAt: Math.min(expiresAt, at + overlapSeconds) },
    successor: createKey(made, wish, at),
  }
}

/** At once and for good. One that is revoked stays as it is. */
export function revokeKey(key: ApiKey, at: number): ApiKey {
  return key.revokedAt === undefined ? { ...key, revokedAt: at } : key
}
