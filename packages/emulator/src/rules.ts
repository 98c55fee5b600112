/** How sure a rule is: documented by the vendor · observed from outside · guessed, because sources are silent. */
export type Evidence = 'documented' | 'observed' | 'guessed'

export interface Rule {
  readonly evidence: Evidence
  /** one sentence, as the control API shows it */
  readonly says: string
}

/** Every rule that the emulator decides by. Code names them, the event log shows them. */
export const rules = {
  CHECK_ORDER: {
    evidence: 'guessed',
    says: 'the order of the checks at a join, chosen from the distinct codes and reports',
  },
  APP_KNOWN: { evidence: 'documented', says: 'the App ID must be of a project' },
  PROJECT_ENABLED: { evidence: 'documented', says: 'a disabled project admits nobody' },
  CHANNEL_NAME: {
    evidence: 'documented',
    says: 'a channel name has 1 to 64 characters of a set of 89',
  },
  APP_ID_ONLY: {
    evidence: 'documented',
    says: 'a join with the App ID alone is admitted while "No Certificate" stands',
  },
  TOKEN_NEEDS_CERTIFICATE: {
    evidence: 'documented',
    says: 'a token is refused where no certificate was ever enabled',
  },
  TOKEN_PROVED: {
    evidence: 'documented',
    says: 'a token must be of this App ID, signed by an enabled certificate, for this channel and user, and alive',
  },
  JOIN_PRIVILEGE_MISSING: {
    evidence: 'guessed',
    says: 'a token without the privilege to join is refused as one that is not valid, not as one that has ended',
  },
  ZERO_LIFE: {
    evidence: 'guessed',
    says: 'a life of 0 in a 007 token counts as 24 hours, or as ended where the setting says so',
  },
  MAPPED_UID: {
    evidence: 'documented',
    says: 'a token for a string account names the account, or the integer that the platform gave it',
  },
  TWO_CERTIFICATES: {
    evidence: 'documented',
    says: 'tokens of the primary and of the enabled secondary certificate are valid side by side',
  },
  DISABLED_SECONDARY: {
    evidence: 'guessed',
    says: 'a disabled secondary certificate counts as deleted',
  },
  BAN: { evidence: 'documented', says: 'a kicking rule refuses and puts out whom it names' },
  BAN_AT_JOIN: {
    evidence: 'guessed',
    says: 'a banned web client is admitted for a moment and then told of the ban',
  },
  NEWER_WINS: {
    evidence: 'observed',
    says: 'of two members with one uid in a channel the newer stays',
  },
  UID_ASSIGNED: { evidence: 'documented', says: 'a join with uid 0 is given a uid' },
  CO_HOST: {
    evidence: 'documented',
    says: 'with co-host authentication publishing takes the role of a host and a living privilege of a token for that kind; the App ID alone and a Channel Key have none',
  },
  CO_HOST_JOIN: {
    evidence: 'guessed',
    says: 'who joins as host without a privilege to publish is admitted as audience',
  },
  CO_HOST_PRESENT: {
    evidence: 'documented',
    says: 'switching co-host authentication on does not silence hosts who are present, until they renew',
  },
  PRIVILEGE_LAPSE: {
    evidence: 'guessed',
    says: 'a privilege to publish that ends stops its kind of stream, without an event',
  },
  AUDIENCE: { evidence: 'observed', says: 'audience is not announced and cannot publish' },
  JOIN_PRIVILEGE: {
    evidence: 'documented',
    says: 'a member stays until the privilege to join ends, and is then put out; in a 006 token it ends after 24 hours at the latest',
  },
  TOKEN_END: {
    evidence: 'documented',
    says: 'a token that ended admits nobody, but whoever is in stays',
  },
  WARNING: {
    evidence: 'documented',
    says: 'a member is warned 30 seconds before the privilege to join ends',
  },
  LATE_WARNING: {
    evidence: 'guessed',
    says: 'who joins with less time left than the warning is warned at once',
  },
  APP_ID_DAY: {
    evidence: 'documented',
    says: 'who joined with the App ID alone leaves after 24 hours',
  },
  RENEWAL: {
    evidence: 'documented',
    says: 'a new token must be of the same App ID, channel and user; role, ends, certificate and version may change',
  },
  RENEWAL_REFUSED: {
    evidence: 'guessed',
    says: 'a refused renewal changes nothing: the old token goes on',
  },
  CHANNEL_LIFE: {
    evidence: 'documented',
    says: 'a channel begins with its first member and ends some seconds after its last',
  },
  RESUME: {
    evidence: 'observed',
    says: 'after a short loss a member resumes without showing the token again',
  },
  SESSION_OVER: {
    evidence: 'guessed',
    says: 'whose connection was lost for too long publishes nothing and changes no role before being in again',
  },
  LOGIN_USER: {
    evidence: 'observed',
    says: 'the user id of a login to messaging is 1 to 64 characters of ASCII',
  },
  LOGIN_TOKEN: {
    evidence: 'documented',
    says: 'a token for messaging holds the privilege to log in for exactly this user: none is unbound, none is a wildcard',
  },
  OUTAGE: { evidence: 'guessed', says: 'an outage was ordered: nothing is answered' },
} as const satisfies Record<string, Rule>

export type RuleName = keyof typeof rules
