import type { OutcomeName } from './outcomes.ts'
import type { CauseCode } from './texts.ts'

/** What an SDK's message can mean, and the cause to think of when the token itself shows none. */
export interface Reported {
  readonly outcomes: readonly OutcomeName[]
  readonly cause?: CauseCode
}

const expired: Reported = { outcomes: ['EXPIRED', 'TIMEOUT'], cause: 'OLD_TOKEN_REUSED' }
const invalid: Reported = {
  outcomes: [
    'INVALID',
    'STATIC_ON_DYNAMIC',
    'DYNAMIC_ON_STATIC',
    'INCONSISTENT_APP_ID',
    'NO_RTM_PRIVILEGE',
  ],
}
const badApp: Reported = { outcomes: ['BAD_APP'], cause: 'APP_ID_UNKNOWN' }
const inactive: Reported = { outcomes: ['INACTIVE'], cause: 'PROJECT_DISABLED' }
const noToken: Reported = { outcomes: ['STATIC_ON_DYNAMIC'], cause: 'TOKEN_NOT_FORWARDED' }
const noCertificate: Reported = {
  outcomes: ['DYNAMIC_ON_STATIC'],
  cause: 'PROJECT_WITHOUT_CERTIFICATE',
}
const twice: Reported = { outcomes: ['DUPLICATE'], cause: 'UID_USED_TWICE' }
const banned: Reported = { outcomes: ['BANNED'], cause: 'BANNED' }
const notHost: Reported = { outcomes: ['PUBLISH_REFUSED'], cause: 'PUBLISH_NOT_AUTHORIZED' }
const joined: Reported = { outcomes: ['WRONG_STATE'], cause: 'ALREADY_JOINED' }
const recorder: Reported = {
  outcomes: ['INVALID', 'EXPIRED', 'TIMEOUT', ...invalid.outcomes],
  cause: 'RECORDER_TOKEN',
}
const badChannel: Reported = {
  outcomes: ['BAD_CHANNEL', 'BAD_PARAMETER'],
  cause: 'CHANNEL_ILLEGAL',
}
const badUid: Reported = { outcomes: ['BAD_PARAMETER'], cause: 'UID_ILLEGAL' }
const noService: Reported = { outcomes: ['NO_RTM_PRIVILEGE'], cause: 'SERVICE_NOT_ENABLED' }
const otherApp: Reported = {
  outcomes: ['INCONSISTENT_APP_ID', 'INVALID'],
  cause: 'APP_ID_MISMATCH',
}

/** Messages, by the words that stay the same between versions; the first that fits counts. */
export const reportedTexts: readonly (readonly [RegExp, Reported])[] = [
  [/error to verify token permission/i, { outcomes: ['RENEW_REFUSED'], cause: 'RENEW_MISMATCH' }],
  [
    /renew.*(before|not joined|INVALID_OPERATION)/i,
    { outcomes: ['WRONG_STATE'], cause: 'RENEW_OUTSIDE' },
  ],
  [
    /invalid token: ?(undefined|null)?|set it to null/i,
    { outcomes: ['BAD_PARAMETER'], cause: 'TOKEN_EMPTY' },
  ],
  [/within 64 bytes|invalid channel name|INVALID_CHANNEL_NAME/i, badChannel],
  [/\[(String|Number) uid\]|INVALID_USER_ACCOUNT|INVALID_USER_ID/i, badUid],
  [/invalid vendor key|can not find appid|INVALID_VENDOR_KEY|INVALID_APP_ID/i, badApp],
  [/no.?active.?status/i, inactive],
  [/dynamic.?use.?static.?key|enabled the dynamic key/i, noToken],
  [/static.?use.?dynamic.?key|did not enable the dynamic key/i, noCertificate],
  [
    /dynamic key or token timeout|KEY_TIMEOUT/i,
    { outcomes: ['TIMEOUT'], cause: 'OLD_TOKEN_REUSED' },
  ],
  [/dynamic.key.expired|TOKEN_EXPIRED?|token has expired/i, expired],
  [/audience can ?not publish/i, { outcomes: ['AUDIENCE'], cause: 'CLIENT_IS_AUDIENCE' }],
  [/SET_CLIENT_ROLE_NO/i, notHost],
  [/UID_BANNED/i, { outcomes: ['DUPLICATE', 'BANNED'], cause: 'UID_USED_TWICE' }],
  [/UID_CONFLICT|REPEAT_JOIN|SAME_UID|REMOTE_LOGIN|remote session/i, twice],
  [/(IP|CHANNEL)_BANNED|BANNED_BY_SERVER|client.?banned/i, banned],
  [/already in connect/i, joined],
  [/not consistent|INCONSISTENT_APPID/i, otherApp],
  [/RTM privilege|LOGIN_NOT_AUTHORIZED/i, noService],
  [/authorized failed|NO_AUTHORIZED|INVALID_TOKEN|signature verification failed/i, invalid],
  [/static key/i, noToken],
]

type Numbers = { readonly [code: number]: Reported }

/** Numbers mean different things in different SDKs: 119 and 120 most of all. */
export const reportedNumbers: {
  readonly [family in 'web' | 'native' | 'rtm' | 'recording']: Numbers
} = {
  web: {
    14: banned,
    15: banned,
    16: banned,
    101: badApp,
    109: expired,
    110: invalid,
    116: inactive,
    118: expired,
    119: noCertificate,
    120: noToken,
    2003: twice,
    2013: badApp,
    2014: badChannel,
    2018: notHost,
    2020: notHost,
    2010005: badApp,
    2010007: badChannel,
    2010009: invalid,
    2010010: { outcomes: ['TIMEOUT'], cause: 'OLD_TOKEN_REUSED' },
    2010011: inactive,
    2010013: expired,
    2010014: noCertificate,
    2010015: noToken,
  },
  native: {
    [-17]: joined,
    [-102]: badChannel,
    [-121]: badUid,
    3: banned,
    6: badApp,
    7: badChannel,
    8: invalid,
    9: expired,
    17: joined,
    19: twice,
    101: badApp,
    102: badChannel,
    107: twice,
    109: expired,
    110: invalid,
    115: noToken,
    119: notHost,
    123: banned,
    134: badUid,
  },
  rtm: {
    [-10003]: badApp,
    [-10005]: invalid,
    [-10009]: expired,
    [-10012]: banned,
    [-10015]: noService,
    [-10016]: otherApp,
    4: badApp,
    5: invalid,
    6: expired,
    7: noService,
  },
  recording: { 101: recorder, 404: recorder, 109: expired, 110: invalid },
}
