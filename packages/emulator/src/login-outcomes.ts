/** What the platform lets a client of messaging (RTM, Signaling) see of a refused login. */
export interface LoginOutcome {
  /** what the access point answers: the reason in its last digits, and how SDKs name it. Absent = it is not asked */
  readonly accessPoint?: { readonly code: number; readonly name: string }
  /** `errorCode` of RTM 2.x */
  readonly rtm2: number
  /** `LoginErrorCode` of RTM 1.x; absent = it has none for this */
  readonly rtm1?: number
}

/**
 * By the short names of the checks; those that a join has too are called as there. For RTM 2.x each was seen to
 * come of its code (docs/emulator/rtm.md); for RTM 1.x they are as its public table names them.
 */
export const loginOutcomes = {
  BAD_APP: { accessPoint: { code: 2_010_005, name: 'INVALID_APP_ID' }, rtm2: -10_003, rtm1: 4 },
  INACTIVE: {
    accessPoint: { code: 2_010_011, name: 'APP_ID_NO_ACTIVATED' },
    rtm2: -10_003,
    rtm1: 4,
  },
  BAD_USER: { rtm2: -10_006, rtm1: 3 },
  STATIC_ON_DYNAMIC: {
    accessPoint: { code: 2_010_015, name: 'DYNAMIC_ENABLED_BUT_STATIC_KEY' },
    rtm2: -10_005,
    rtm1: 5,
  },
  DYNAMIC_ON_STATIC: {
    accessPoint: { code: 2_010_014, name: 'DYNAMIC_KEY_NOT_ENABLED' },
    rtm2: -10_003,
    rtm1: 4,
  },
  INCONSISTENT_APP_ID: {
    accessPoint: { code: 2_010_023, name: 'INIT_APPID_MISMATCH' },
    rtm2: -10_016,
    rtm1: 5,
  },
  INVALID: { accessPoint: { code: 2_010_009, name: 'NO_AUTHORIZED' }, rtm2: -10_005, rtm1: 5 },
  WRONG_USER: { accessPoint: { code: 2_010_007, name: 'INVALID_USER_ID' }, rtm2: -10_005, rtm1: 5 },
  NO_RTM_PRIVILEGE: {
    accessPoint: { code: 2_010_021, name: 'NO_RTM_PRIVILEGE' },
    rtm2: -10_015,
    rtm1: 5,
  },
  TIMEOUT: { accessPoint: { code: 2_010_010, name: 'TOKEN_TIMEOUT' }, rtm2: -10_009, rtm1: 6 },
  EXPIRED: { accessPoint: { code: 2_010_013, name: 'TOKEN_EXPIRED' }, rtm2: -10_009, rtm1: 6 },
  OUTAGE: { rtm2: -10_011, rtm1: 9 },
} as const satisfies Record<string, LoginOutcome>

export type LoginOutcomeName = keyof typeof loginOutcomes
