import type { TokenErrorCode } from '@symbolon/token'
import type { CodeEntry } from './errors.ts'

/** What the codes of `@symbolon/token` mean; the type makes sure that none is missing. */
export const tokenErrorTexts: Readonly<Record<TokenErrorCode, CodeEntry>> = {
  TOKEN_MALFORMED: {
    title: 'The text cannot be read as a token',
    cause:
      'It was cut off, went through a URL without encoding (`+` became a space), kept quotes or a line break, or its bytes break the format.',
    remedy:
      'Pass the token exactly as it was issued. `explain` tries the usual repairs and names the one that fits.',
  },
  TOKEN_VERSION_UNKNOWN: {
    title: 'The text begins like no token',
    cause: 'It starts with neither 007 nor 006, and is no Channel Key and no signaling token.',
    remedy: 'Check that it is the token, and not an App ID, a certificate or a whole JSON answer.',
  },
  TOKEN_LIMIT_EXCEEDED: {
    title: 'The token is larger than is read',
    cause:
      'More than 4,096 characters, 16,384 bytes after inflating, 16 services, or 64 privileges in one service.',
    remedy:
      'Only RTM tokens with a hundred names in their permissions are meant to be so large: pass `limits` to read them.',
  },
  APP_ID_INVALID: {
    title: 'The App ID is not one',
    cause: 'An App ID has 32 hexadecimal characters.',
    remedy: 'Copy it again from the console: no quotes, no blanks, no placeholder.',
  },
  CERTIFICATE_INVALID: {
    title: 'The certificate is not one',
    cause: 'A certificate has 32 hexadecimal characters.',
    remedy: 'Copy the App Certificate; the customer secret of the REST API is something else.',
  },
  SERVICES_EMPTY: {
    title: 'The token would hold no service',
    cause: 'No service was named, so there is nothing the token could open.',
    remedy: 'Name at least one, such as `rtc`.',
  },
  CLAIMS_NOT_CANONICAL: {
    title: 'These claims cannot be written back',
    cause:
      'They were read from a token that holds an unknown service or whose bytes another encoder would order differently.',
    remedy: 'Make new claims instead of minting what was inspected.',
  },
  APP_ID_MISMATCH: {
    title: 'The token is of another project',
    cause: 'The App ID in the token is not the one expected.',
    remedy: 'Join with the App ID that the token server signs for.',
  },
  TOKEN_SIGNATURE_MISMATCH: {
    title: 'No given certificate made this signature',
    cause:
      'The token was signed with another certificate, or changed after signing. For 006 also: it was made for another channel or user.',
    remedy: 'Compare the certificate of the token server with the one in the console.',
  },
  SERVICE_MISSING: {
    title: 'The token does not hold the service',
    cause: 'For example an RTC token used to log in to RTM.',
    remedy: 'Ask for a token with that service; one token may hold several.',
  },
  CHANNEL_MISMATCH: {
    title: 'The token is for another channel',
    cause: 'Channel names differ, perhaps only in case, blanks or encoding.',
    remedy: 'Join the channel the token names, or ask for a token for this one.',
  },
  UID_MISMATCH: {
    title: 'The token is for another user',
    cause:
      'The join uses another uid, lets the server assign one (0), or mixes integer uids with string accounts.',
    remedy: 'Join with the uid or account that the token was made for.',
  },
  TOKEN_FROM_FUTURE: {
    title: 'The token was issued in the future',
    cause: 'The clock of the token server is ahead.',
    remedy: 'Set its clock (NTP).',
  },
  TOKEN_TIMEOUT: {
    title: 'The token was issued more than 24 hours ago',
    cause: 'The platform ends every token after 24 hours, whatever it says.',
    remedy: 'Fetch a new token for each session and renew it.',
  },
  TOKEN_EXPIRED: {
    title: 'The token is past its end',
    cause: 'It was kept too long, or its life was given in the wrong unit.',
    remedy: 'Fetch a new one. 007 takes seconds from now, 006 a Unix time in seconds.',
  },
  PRIVILEGE_MISSING: {
    title: 'The token does not hold the privilege',
    cause: 'The privilege to enter, or to publish, was not put into the token.',
    remedy: 'Ask for it: role publisher, or the privilege by name.',
  },
  PRIVILEGE_EXPIRED: {
    title: 'The privilege is past its end',
    cause: 'Privileges have ends of their own, which may be earlier than that of the token.',
    remedy: 'Fetch a new token, and renew before `renewAt`.',
  },
  CHANNEL_EMPTY: {
    title: 'The channel has no name',
    cause: 'The channel name is empty.',
    remedy: 'Name the channel; `*` stands for any channel in a 007 token.',
  },
  CHANNEL_TOO_LONG: {
    title: 'The channel name is too long',
    cause: 'It has more than 64 bytes as UTF-8.',
    remedy: 'Use a shorter name; the platform refuses it too.',
  },
  CHANNEL_CHARACTERS: {
    title: 'The channel name has characters that are not allowed',
    cause:
      'Only letters, digits, space and `! # $ % & ( ) + - : ; < = . > ? @ [ ] ^ _ { } | ~ ,` are allowed; `*` only as a wildcard of 007.',
    remedy: 'Rename the channel; the platform refuses it too.',
  },
  ACCOUNT_LENGTH: {
    title: 'The user id is empty or too long',
    cause: 'An account or user id has 1 to 255 bytes.',
    remedy: 'Send an id of that length; use `anyUid` when any user is meant.',
  },
  ACCOUNT_CHARACTERS: {
    title: 'The account has characters that are not allowed',
    cause: 'An account has only the characters that a channel name has.',
    remedy: 'Use another id for this user; the platform refuses it too.',
  },
  UID_NOT_INTEGER: {
    title: 'The uid is not a whole number',
    cause: 'A uid is a whole number; users named by text are accounts.',
    remedy: 'Send a whole number, or use `account`.',
  },
  UID_NEGATIVE: {
    title: 'The uid is negative',
    cause: 'Java and Objective-C show uids above 2147483647 as negative numbers.',
    remedy: 'Send the unsigned twin that the message names.',
  },
  UID_OUT_OF_RANGE: {
    title: 'The uid is too large',
    cause: 'A uid is at most 4294967295.',
    remedy: 'Use a smaller number, or use `account`.',
  },
  ROLE_UNKNOWN: {
    title: 'There is no such role',
    cause: 'Roles are `publisher` (1) and `subscriber` (2); 006 also knows 0 and 101.',
    remedy: 'Send one of them. `host` and `audience` are roles of the SDK, not of a token.',
  },
  EXPIRY_INVALID: {
    title: 'The life is not a number of seconds',
    cause: 'A life is a whole number of seconds from now, 0 to 4294967295.',
    remedy: 'Send seconds from now: 3600 is one hour.',
  },
}
