import type { CodeEntry } from '../errors.ts'

/** Why a JWT proves nobody. Strangers are not told; the log says it, and `symbolon issuer try`. */
export const jwtReasons = {
  JWT_MALFORMED: {
    title: 'It is no signed JWT',
    cause:
      'It is not three parts of base64url with JSON in the first two, or it is encrypted, or its header wants something of the reader that is not known here.',
    remedy: 'Send the token as the issuer gave it.',
  },
  JWT_TOO_LONG: {
    title: 'The JWT is too long',
    cause: 'It has more than 8,192 characters.',
    remedy: 'Have the issuer put less into it.',
  },
  JWT_TYPE: {
    title: 'The JWT is meant for something else',
    cause: 'Its header has a `typ` that is neither `JWT` nor `at+jwt`, such as that of a logout.',
    remedy: 'Send an access token or an ID token.',
  },
  JWT_ISSUER_UNKNOWN: {
    title: 'Nobody here believes its issuer',
    cause: '`iss` is missing, or not that of an issuer that is kept, to the last slash.',
    remedy: 'Compare `iss` with `symbolon issuer list`.',
  },
  JWT_ISSUER_DISABLED: {
    title: 'Its issuer is disabled',
    cause: 'The owner switched the issuer off.',
    remedy: 'Enable it: `symbolon issuer enable`.',
  },
  JWT_ALGORITHM: {
    title: 'It is signed in a way that is not allowed',
    cause: '`alg` is not one of those that the issuer was added with.',
    remedy: 'Add the issuer with the algorithm that it signs with.',
  },
  JWT_KEY_UNKNOWN: {
    title: 'No key of its issuer fits',
    cause:
      'The issuer publishes no key with that `kid` for that `alg`, or the token names none and several fit. An unknown one is looked for twice a minute at most.',
    remedy: 'Look at the keys that the issuer publishes.',
  },
  JWT_KEYS_UNAVAILABLE: {
    title: 'The keys of its issuer cannot be read',
    cause:
      'The issuer does not answer, answers with something else than keys, or with more than 256 KiB or 100 keys; and no keys that are young enough are known.',
    remedy: 'See in the log why; `SYMBOLON_ISSUER_STALE_SECONDS` says how long old keys go on.',
  },
  JWT_SIGNATURE: {
    title: 'The signature is not that of its issuer',
    cause: 'The token was changed, or signed by someone else.',
    remedy: 'Send the token as the issuer gave it.',
  },
  JWT_EXPIRED: {
    title: 'The JWT has ended',
    cause: '`exp` is past, by more than 30 seconds.',
    remedy: 'Get a new one; compare the clocks.',
  },
  JWT_NOT_YET: {
    title: 'The JWT is not good yet',
    cause: '`nbf` is to come, by more than 30 seconds.',
    remedy: 'Compare the clocks.',
  },
  JWT_AUDIENCE: {
    title: 'The JWT is for someone else',
    cause: 'None of `aud` is an audience that the issuer was added with.',
    remedy: 'Ask the issuer for a token with that audience.',
  },
  JWT_CLAIM: {
    title: 'A claim is missing or has the wrong type',
    cause: '`exp` is needed, and instants are numbers.',
    remedy: 'Have the issuer put it into its tokens.',
  },
  JWT_SUBJECT: {
    title: 'The JWT names nobody',
    cause:
      'The claim that names the caller is missing, is neither text nor a whole number, is empty, has more than 255 characters, or holds control characters.',
    remedy: 'Add the issuer with `--claim` of a claim that all of its tokens have.',
  },
} as const satisfies Record<string, CodeEntry>

export type JwtReason = keyof typeof jwtReasons
