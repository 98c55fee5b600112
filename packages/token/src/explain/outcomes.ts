/**
 * What the platform answers, and what each SDK makes of it. All but the first line of an outcome is
 * the SDKs' own words and numbers, so that a developer finds here what stands on their screen.
 */
export interface Outcome {
  /** code, name and text of the platform's access point; absent where the SDK refuses by itself */
  readonly accessPoint?: string
  /** Web SDK 4.x: the error that `join` rejects with */
  readonly web: string
  /** Web SDK 3.x and the edge: the name and number on the browser's console */
  readonly edge?: string
  /** native SDKs 4.x and what is built on them: `onConnectionStateChanged`, or the method's return value */
  readonly native: string
  /** native SDKs 2.x and 3.x: `onError` */
  readonly nativeError?: string
  /** Signaling / RTM 2.x: `errorCode` */
  readonly rtm2?: string
  /** RTM 1.x: the code of the login error */
  readonly rtm1?: string
  /** Cloud and On-premise Recording */
  readonly recording?: string
}

/** How the platform answers, by the short names of its checks. */
export type OutcomeName =
  | 'BAD_PARAMETER'
  | 'BAD_APP'
  | 'INACTIVE'
  | 'BAD_CHANNEL'
  | 'STATIC_ON_DYNAMIC'
  | 'DYNAMIC_ON_STATIC'
  | 'INVALID'
  | 'INCONSISTENT_APP_ID'
  | 'NO_RTM_PRIVILEGE'
  | 'TIMEOUT'
  | 'EXPIRED'
  | 'PUBLISH_REFUSED'
  | 'AUDIENCE'
  | 'BANNED'
  | 'DUPLICATE'
  | 'WRONG_STATE'
  | 'RENEW_REFUSED'

const gateway = 'CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: '

export const outcomes: Readonly<Record<OutcomeName, Outcome>> = {
  BAD_PARAMETER: {
    web: 'INVALID_PARAMS, before any request',
    native: 'joinChannel returns -2, -102 or -121, before any request',
    rtm2: '-10014',
    rtm1: '3 INVALID_ARGUMENT',
  },
  BAD_APP: {
    accessPoint: '2010005 INVALID_VENDOR_KEY "invalid vendor key, can not find appid"',
    web: `${gateway}invalid vendor key, can not find appid`,
    edge: 'INVALID_VENDOR_KEY(101), ERR_INVALID_VENDOR_KEY 2013',
    native: 'FAILED, reason 6 INVALID_APP_ID',
    nativeError: '101 ERR_INVALID_APP_ID',
    rtm2: '-10003',
    rtm1: '4 INVALID_APP_ID',
    recording: '101',
  },
  INACTIVE: {
    accessPoint: '2010011 NO_ACTIVE_STATUS "no active status"',
    web: `${gateway}no active status`,
    edge: 'ERR_NO_ACTIVE_STATUS 116',
    native: 'FAILED, reason 10 REJECTED_BY_SERVER',
    rtm2: '-10003',
    rtm1: '4 INVALID_APP_ID',
    recording: '101',
  },
  BAD_CHANNEL: {
    accessPoint: '2010007 INVALID_CHANNEL_NAME "invalid channel name"',
    web: 'INVALID_PARAMS, before any request',
    edge: 'ERR_INVALID_CHANNEL_NAME 2014',
    native: 'joinChannel returns -102, or FAILED, reason 7 INVALID_CHANNEL_NAME',
    nativeError: '102 ERR_INVALID_CHANNEL_NAME',
    rtm2: '-10008',
  },
  STATIC_ON_DYNAMIC: {
    accessPoint: '2010015 DYNAMIC_USE_STATIC_KEY "dynamic use static key"',
    web: `${gateway}dynamic use static key`,
    edge: 'DYNAMIC_USE_STATIC_KEY(120)',
    native: 'FAILED, reason 8 INVALID_TOKEN',
    nativeError: '110 ERR_INVALID_TOKEN (IoT: 115 ERR_DYNAMIC_TOKEN_BUT_USE_STATIC_KEY)',
    rtm2: '-10005 "The vendor enabled the dynamic key, but uses the static key"',
    rtm1: '5 INVALID_TOKEN',
    recording: '101',
  },
  DYNAMIC_ON_STATIC: {
    accessPoint: '2010014 STATIC_USE_DYNAMIC_KEY "static use dynamic key"',
    web: `${gateway}static use dynamic key`,
    edge: 'STATIC_USE_DYNAMIC_KEY(119)',
    native: 'FAILED, reason 8 INVALID_TOKEN',
    nativeError: '110 ERR_INVALID_TOKEN',
    rtm2: '-10003 "The vendor did not enable the dynamic key"',
    rtm1: '4 INVALID_APP_ID',
    recording: '101',
  },
  INVALID: {
    accessPoint: '2010009 NO_AUTHORIZED "invalid token, authorized failed"',
    web: `${gateway}invalid token, authorized failed`,
    edge: 'ERR_NO_AUTHORIZED 110',
    native: 'FAILED, reason 8 INVALID_TOKEN',
    nativeError: '110 ERR_INVALID_TOKEN',
    rtm2: '-10005 INVALID_TOKEN',
    rtm1: '5 INVALID_TOKEN "Signature verification failed"',
    recording: '101',
  },
  INCONSISTENT_APP_ID: {
    web: '-10016 "The appid is not consistent."',
    native: '-10016',
    rtm2: '-10016 INCONSISTENT_APPID',
    rtm1: '5 INVALID_TOKEN',
  },
  NO_RTM_PRIVILEGE: {
    web: '-10015 "Token does not have RTM privilege"',
    native: '-10015',
    rtm2: '-10015 LOGIN_NOT_AUTHORIZED',
    rtm1: '5 INVALID_TOKEN',
  },
  TIMEOUT: {
    accessPoint: '2010010 DYNAMIC_KEY_TIMEOUT "dynamic key or token timeout"',
    web: `${gateway}dynamic key or token timeout`,
    edge: 'DYNAMIC_KEY_TIMEOUT(109)',
    native: 'FAILED, reason 9 TOKEN_EXPIRED',
    nativeError: '109 ERR_TOKEN_EXPIRED',
    rtm2: '-10009 TOKEN_EXPIRED',
    rtm1: '6 TOKEN_EXPIRED',
    recording: '101',
  },
  EXPIRED: {
    accessPoint: '2010013 DYNAMIC_KEY_EXPIRED "dynamic key expired"',
    web: `${gateway}dynamic key expired`,
    edge: 'DYNAMIC_KEY_EXPIRED(118)',
    native: 'FAILED, reason 9 TOKEN_EXPIRED',
    nativeError: '109 ERR_TOKEN_EXPIRED',
    rtm2: '-10009 TOKEN_EXPIRED',
    rtm1: '6 TOKEN_EXPIRED',
    recording: '101',
  },
  PUBLISH_REFUSED: {
    web: 'UNEXPECTED_RESPONSE, data.code 2018 ERR_SET_CLIENT_ROLE_NO_PERMISSION; publishing: 2020 or 3',
    native: 'onClientRoleChangeFailed, reason 2 NOT_AUTHORIZED',
    nativeError: '119 ERR_SET_CLIENT_ROLE_NOT_AUTHORIZED',
  },
  AUDIENCE: {
    web: 'INVALID_OPERATION "audience can not publish stream"',
    native: 'no error: nothing is sent',
  },
  BANNED: {
    web: 'connection-state-change DISCONNECTED, reason UID_BANNED, IP_BANNED or CHANNEL_BANNED',
    edge: '14 K_UID_BANNED, 15 K_IP_BANNED, 16 K_CHANNEL_BANNED',
    native: 'FAILED, reason 3 BANNED_BY_SERVER',
    nativeError: '123 ERR_CLIENT_IS_BANNED_BY_SERVER',
    rtm2: '-10012',
  },
  DUPLICATE: {
    web: 'the older session: DISCONNECTED, reason UID_BANNED (2003 ERR_REPEAT_JOIN); in one page: UID_CONFLICT',
    native: 'the older session: FAILED, reason 19 SAME_UID_LOGIN',
    rtm2: 'SAME_UID_LOGIN',
    rtm1: 'REMOTE_LOGIN "Kicked off by remote session"',
  },
  WRONG_STATE: {
    web: 'INVALID_OPERATION "Client already in connecting/connected state", or renewToken outside a channel',
    native: 'joinChannel returns -17, renewToken -7',
    rtm2: '-10002 NOT_LOGIN',
    rtm1: '8 ALREADY_LOGIN',
  },
  RENEW_REFUSED: {
    web: 'UNEXPECTED_RESPONSE: ERR_NO_AUTHORIZED: error to verify token permission, data.code 110',
    native: 'onRenewTokenResult 3 INVALID_TOKEN, 4 INVALID_CHANNEL_NAME or 5 INCONSISTENT_APPID',
    rtm2: '-10005 INVALID_TOKEN',
    rtm1: '6 INVALID_TOKEN',
  },
}
