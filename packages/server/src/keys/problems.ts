import type { CodeEntry } from '../errors.ts'

/** What is refused to who changes keys. */
export const keyProblems = {
  KEY_UNKNOWN: {
    status: 404,
    title: 'There is no such key',
    cause: 'No key has this id.',
    remedy: 'Look at the keys: `symbolon key list`.',
  },
  KEY_ENDED: {
    status: 409,
    title: 'The key cannot be rotated',
    cause: 'It is expired, revoked, or was replaced by another already.',
    remedy: 'Rotate the key that replaced it, or make a new one.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
