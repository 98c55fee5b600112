import type { CodeEntry } from '../errors.ts'

/** What is refused to who changes issuers, and where one cannot be asked. */
export const issuerProblems = {
  ISSUER_UNKNOWN: {
    status: 404,
    title: 'There is no such issuer',
    cause: 'No issuer of JWTs has this id.',
    remedy: 'Look at the issuers: `symbolon issuer list`.',
  },
  ISSUER_EXISTS: {
    status: 409,
    title: 'There is such an issuer already',
    cause: 'One with this id, or with this `iss`, is kept here.',
    remedy: 'Remove that one first: `symbolon issuer remove`.',
  },
  ISSUER_UNREADABLE: {
    status: 422,
    title: 'What the issuer publishes cannot be read',
    cause:
      'Its address is not https, does not answer in time or not with 200, redirects, is too large, is not JSON, or is about another issuer; `detail` says which.',
    remedy: 'Compare the address with `iss` of its tokens, to the last slash; or name a `jwksUrl`.',
  },
  ISSUER_UNAVAILABLE: {
    status: 503,
    title: 'The issuer of the JWT cannot be asked',
    cause: 'Its keys cannot be read, and those that were read before are too old to go by.',
    remedy: 'Try again in half a minute; the log of the server says what is wrong.',
  },
} as const satisfies Record<string, CodeEntry & { readonly status: number }>
