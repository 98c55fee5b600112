import { causeTexts, tokenErrorCodes, type WarningCode } from '@symbolon/token'
import { type CodeEntry, fieldProblems, serverProblems } from './errors.ts'
import { jwtReasons } from './issuers/jwt-reasons.ts'
import { tokenErrorTexts } from './token-error-texts.ts'

export interface CodeTable {
  readonly title: string
  readonly codes: readonly (CodeEntry & { readonly code: string; readonly status?: number })[]
}

/** Every code that the server and the token library refuse something with: for docs/errors.md and /docs/errors. */
export const codeTables: readonly CodeTable[] = [
  { title: 'Answers of the server', codes: rows(serverProblems) },
  { title: 'Fields of a request', codes: rows(fieldProblems) },
  { title: 'JWTs, in the log and for owners alone', codes: rows(jwtReasons) },
  {
    title: 'Tokens and parameters',
    codes: tokenErrorCodes.map((code) => ({ code, ...tokenErrorTexts[code] })),
  },
]

function rows(table: Readonly<Record<string, CodeEntry>>): CodeTable['codes'] {
  return Object.entries(table).map(([code, entry]) => ({ code, ...entry }))
}

/** What is granted with a warning, and what to do about it. */
export const warningTexts: Readonly<
  Record<WarningCode | 'EXPIRY_CAPPED' | 'POLICY_CAPPED', string>
> = {
  EXPIRY_ZERO: 'No life was named, which the platform reads as 24 hours. Name one.',
  EXPIRY_OVER_24H: 'The platform ends every token after 24 hours. Ask for less, and renew.',
  EXPIRY_CAPPED:
    'Longer than `SYMBOLON_MAX_TOKEN_SECONDS` or a rule of the policy allows, so cut to that. Ask for less, and renew.',
  POLICY_CAPPED: 'A rule of the policy took privileges away that were asked for.',
  EXPIRY_LOOKS_LIKE_TIMESTAMP:
    'A Unix time where seconds are meant, or the other way round. 007 takes seconds from now.',
  TOKEN_SHORTER_THAN_PRIVILEGE:
    'The token ends before a privilege: its user stays unwarned and cannot come back. Let both end together.',
  PUBLISH_OUTLIVES_JOIN:
    'Publishing ends after joining, at which the user is put out anyway. Let joining last as long.',
  WILDCARD_PUBLISHER:
    'A token for many channels or users may publish. Give wildcards to subscribers only.',
  UNBOUND_PUBLISHER: 'A token for any user may publish. Name the uid or account.',
  SERVICE_UNKNOWN: 'The token holds a service that this version does not know.',
  PRIVILEGE_UNKNOWN: 'The token holds a privilege that this version does not know.',
}

/** The causes that `explain` names: code, meaning, remedy. Some share their name with a code above. */
export const causeRows: readonly (readonly [string, string, string])[] = Object.entries(
  causeTexts,
).map(([code, { message, fix }]) => [code, message, fix])
