import type { Act } from '../act.ts'
import { authorityChain } from '../audit/note.ts'
import { ServerError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import {
  type ApiKey,
  createKey,
  type KeyWish,
  type RotationWish,
  revokeKey,
  rotateKey,
} from './api-key.ts'
import { isKeyText, keyHash, newKey } from './key-text.ts'
import type { Scope } from './scopes.ts'

/** A key, and this once its text. */
interface MadeKey {
  readonly key: ApiKey
  readonly text: string
}

/** What an owner does with keys. Each act is noted in the audit. */
export interface KeyDesk {
  /** in the order in which they came */
  readonly list: () => Promise<readonly ApiKey[]>
  /** which key a text is; else whether it is one at all, or was one before it was mistyped */
  readonly find: (text: string) => Promise<ApiKey | 'unknown' | 'mistyped' | 'no key'>
  readonly create: (wish: KeyWish, act: Act) => Promise<MadeKey>
  /** @throws ServerError `KEY_UNKNOWN`, `KEY_ENDED`, `SCOPE_MISSING` when it is good for more than `within` */
  readonly rotate: (
    id: string,
    wish: RotationWish & { readonly within?: readonly Scope[] },
    act: Act,
  ) => Promise<MadeKey & { readonly replaced: ApiKey }>
  /** @throws ServerError `KEY_UNKNOWN` */
  readonly revoke: (id: string, act: Act) => Promise<ApiKey>
}

export function openKeyDesk(store: Store): KeyDesk {
  return {
    list: store.listKeys,
    find: async (text) => {
      if (!isKeyText(text)) return text.startsWith('sym_') ? 'mistyped' : 'no key'
      const hash = keyHash(text)
      return (await store.listKeys()).find((key) => key.hash === hash) ?? 'unknown'
    },
    create: async (wish, act) => {
      const { text, made } = newKey()
      const key = createKey(made, wish, act.at)
      const { id, name, scopes, expiresAt } = key
      const about = { id, name, scopes, expiresAt }
      await store.addKey(key, { chain: authorityChain, action: 'key.created', ...act, about })
      return { key, text }
    },
    rotate: async (id, { within, ...wish }, act) => {
      const { text, made } = newKey()
      const { key: replaced, successor } = await store.changeKey(
        id,
        (key) => {
          if (within !== undefined) needScopes(within, key.scopes)
          return rotateKey(key, made, { ...wish, at: act.at })
        },
        (change) => {
          const about = { id, successor: change.successor?.id, endsAt: change.key.expiresAt }
          return { chain: authorityChain, action: 'key.rotated', ...act, about }
        },
      )
      return { key: successor!, text, replaced }
    },
    revoke: async (id, act) => {
      const { key } = await store.changeKey(
        id,
        (known) => ({ key: revokeKey(known, act.at) }),
        () => ({ chain: authorityChain, action: 'key.revoked', ...act, about: { id } }),
      )
      return key
    },
  }
}

/** Nobody hands on what they do not have. @throws ServerError `SCOPE_MISSING` */
export function needScopes(own: readonly Scope[], wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !own.includes(scope))
  if (missing.length === 0) return
  const names = missing.join(', ')
  throw new ServerError('SCOPE_MISSING', `Your key is not good for ${names} itself.`)
}
