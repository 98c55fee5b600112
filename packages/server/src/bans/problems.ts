import type { CodeEntry } from '../errors.ts'

/** What is refused to who is banned, and to who changes bans. */
export const banProblems = {
  SUBJECT_BANNED: {
    status: 403,
    title: 'The subject is banned',
    cause:
      'The user or the channel is banned, or the token would let in one who is: a token for any user, or a 006 token, which can be used for other names than its own.',
    remedy:
      'Wait until the ban is over, or have it lifted (`symbolon ban lift`). For somebody else ask for a 007 token that names its user (docs/bans.md).',
  },
  BAN_UNKNOWN: {
    status: 404,
    title: 'There is no such ban',
    cause: 'The project has no ban of this id.',
    remedy: 'Look at its bans: `symbolon ban list --all`.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
