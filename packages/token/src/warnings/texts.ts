import type { WarningCode } from '../claims.ts'

/** Each warning as a sentence for people. */
export const warningTexts: { readonly [code in WarningCode]: string } = {
  EXPIRY_ZERO: 'the token names no end: the platform takes 24 hours',
  EXPIRY_OVER_24H: 'the platform ends every token after 24 hours',
  EXPIRY_LOOKS_LIKE_TIMESTAMP:
    'a point in time stands where seconds are meant, or the other way round',
  TOKEN_SHORTER_THAN_PRIVILEGE:
    'the token ends before a privilege: its user stays, unwarned, and cannot come back with it',
  PUBLISH_OUTLIVES_JOIN:
    'a publish privilege ends after the join privilege, at which its user is put out',
  WILDCARD_PUBLISHER:
    'a wildcard token may publish: whoever holds it can publish in many channels or as many users',
  UNBOUND_PUBLISHER:
    'the token names no uid and may publish: whoever holds it can publish as anybody',
  SERVICE_UNKNOWN: 'a service of the token is unknown, and so is all that follows it',
  PRIVILEGE_UNKNOWN: 'a privilege of the token is unknown',
}
