import type { CodeEntry } from '../errors.ts'

/** What is refused to who signs in, and to who makes and changes users. */
export const userProblems = {
  USER_UNKNOWN: {
    status: 404,
    title: 'There is no such user',
    cause: 'No user has this id or name.',
    remedy: 'Look at the users: `symbolon user list`.',
  },
  USER_EXISTS: {
    status: 409,
    title: 'There is such a user already',
    cause: 'The name is taken, or the identity is bound to another user.',
    remedy: 'Take another name, or change that user.',
  },
  USER_NAME_UNFIT: {
    status: 422,
    title: 'Nobody can be called that',
    cause:
      'A name is 1 to 128 letters, digits or any of `. _ @ + -`, and begins with a letter or digit. Letter case makes no difference.',
    remedy: 'Take another name; an e-mail address is one.',
  },
  PASSWORD_UNFIT: {
    status: 422,
    title: 'The password would be guessed',
    cause:
      'It has fewer than 12 characters or more than 256, is among those that are tried first, repeats itself, or is little more than the name.',
    remedy: 'Take another. Length is what counts: several words will do.',
  },
  PASSWORD_WRONG: {
    status: 403,
    title: 'The current password is another',
    cause:
      'To take another password, the current one is needed; what was sent is not it, or it was changed meanwhile.',
    remedy: 'Try again. An owner can set another password: `symbolon user password`.',
  },
  PASSWORD_ABSENT: {
    status: 409,
    title: 'There is no password to change',
    cause: 'The user signs in at an issuer of identities, and has no password here.',
    remedy: 'Change it there. An owner can give one here: `symbolon user password`.',
  },
  LAST_ADMIN: {
    status: 409,
    title: 'That is the last admin',
    cause: 'Without an admin who can sign in, nobody could change users any more.',
    remedy: 'Make another admin first.',
  },
  SIGN_IN_REFUSED: {
    status: 401,
    title: 'Nobody is signed in by that',
    cause:
      'The name or the password is wrong, or the user is disabled, or signs in elsewhere; which of these is not told.',
    remedy: 'Try again. An owner can set another password: `symbolon user password`.',
  },
  SIGN_IN_LATER: {
    status: 429,
    title: 'Too many wrong passwords',
    cause: 'For this name, or from this address, passwords were wrong several times.',
    remedy: 'Wait for `Retry-After` seconds. The wait grows with every further one that is wrong.',
  },
  SIGN_IN_BUSY: {
    status: 503,
    title: 'Too many people sign in at once',
    cause: 'Checking a password costs much on purpose, so only a few are checked at a time.',
    remedy: 'Try again in a few seconds.',
  },
  SIGN_IN_STALE: {
    status: 400,
    title: 'This sign-in is over',
    cause: 'It was begun more than ten minutes ago, in another browser, or not at all.',
    remedy: 'Begin again.',
  },
  SIGN_IN_UNAVAILABLE: {
    status: 502,
    title: 'The issuer of identities cannot be asked',
    cause:
      'It does not answer in time, or not as OpenID Connect says; the log of the server says which.',
    remedy: 'Try again later, or sign in with a password.',
  },
  ORIGIN_REFUSED: {
    status: 403,
    title: 'Another site may not do this',
    cause:
      'The request comes with a session, but not from a page of this server: neither `Origin` nor `Sec-Fetch-Site` says so. Or it would sign somebody in from there.',
    remedy:
      'Programs use an API key. Where browsers reach the server by another address than it knows, set `SYMBOLON_PUBLIC_URL`.',
  },
  PUBLIC_URL_MISSING: {
    status: 409,
    title: 'Nobody can sign in at this address',
    cause:
      'Sessions are for `https` addresses that the settings name, and for this machine itself.',
    remedy: 'Set `SYMBOLON_PUBLIC_URL` to the address that browsers reach the server by.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
