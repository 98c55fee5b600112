/** What the platform lets a client see of a refusal: coarse on purpose. Causes are told elsewhere. */
export interface Outcome {
  /** number and text that the access point answers; absent where it does not refuse for this */
  readonly accessPoint?: { readonly code: number; readonly text: string }
  /** number that the edge answers */
  readonly edge: number
  /** `CONNECTION_CHANGED_REASON` of native SDKs 4.x */
  readonly nativeReason: number
}

/** By the short names of the checks. Numbers as the SDKs' public tables name them. */
export const outcomes = {
  BAD_APP: {
    accessPoint: { code: 2_010_005, text: 'invalid vendor key, can not find appid' },
    edge: 2013,
    nativeReason: 6,
  },
  INACTIVE: {
    accessPoint: { code: 2_010_011, text: 'no active status' },
    edge: 116,
    nativeReason: 10,
  },
  BAD_CHANNEL: {
    accessPoint: { code: 2_010_007, text: 'invalid channel name' },
    edge: 2014,
    nativeReason: 7,
  },
  STATIC_ON_DYNAMIC: {
    accessPoint: { code: 2_010_015, text: 'dynamic use static key' },
    edge: 120,
    nativeReason: 8,
  },
  DYNAMIC_ON_STATIC: {
    accessPoint: { code: 2_010_014, text: 'static use dynamic key' },
    edge: 119,
    nativeReason: 8,
  },
  INVALID: {
    accessPoint: { code: 2_010_009, text: 'invalid token, authorized failed' },
    edge: 110,
    nativeReason: 8,
  },
  TIMEOUT: {
    accessPoint: { code: 2_010_010, text: 'dynamic key or token timeout' },
    edge: 109,
    nativeReason: 9,
  },
  EXPIRED: {
    accessPoint: { code: 2_010_013, text: 'dynamic key expired' },
    edge: 118,
    nativeReason: 9,
  },
  UID_BANNED: { edge: 14, nativeReason: 3 },
  IP_BANNED: { edge: 15, nativeReason: 3 },
  CHANNEL_BANNED: { edge: 16, nativeReason: 3 },
  ROLE_REFUSED: { edge: 2018, nativeReason: 8 },
  PUBLISH_REFUSED: { edge: 2020, nativeReason: 8 },
  OUTAGE: { edge: 9, nativeReason: 4 },
} as const satisfies Record<string, Outcome>

export type OutcomeName = keyof typeof outcomes
