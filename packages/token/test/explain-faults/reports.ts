import { type Fault, otherAppId, rtm, rtmJoin, token, with007 } from './tokens.ts'

const gateway = 'AgoraRTCError CAN_NOT_GET_GATEWAY_SERVER: flag: 4096, message: AgoraRTCError'
const web = { name: 'web', version: '4.24.0' }
const android = { name: 'android', version: '4.5.0' }
const rtmToken = with007(rtm)

/** The token is sound; the rest is in what the SDK said (refusals A, B7, B10, B12, B13). */
export const reportsFaults: readonly Fault[] = [
  ['kicked by a rule', 'BANNED', token, { bans: [{ uid: 7 }] }],
  ['kicked by a rule for the channel', 'BANNED', token, { bans: [{ channel: 'lobby', uid: '7' }] }],
  [
    'token not passed on',
    'TOKEN_NOT_FORWARDED',
    token,
    { error: `${gateway} dynamic use static key` },
  ],
  [
    'no certificate, says the SDK',
    'PROJECT_WITHOUT_CERTIFICATE',
    token,
    { error: `${gateway} static use dynamic key` },
  ],
  ['App ID unknown, says the SDK', 'APP_ID_UNKNOWN', token, { error: 101, sdk: android }],
  [
    'App ID unknown, says the Web SDK',
    'APP_ID_UNKNOWN',
    token,
    { error: `${gateway} invalid vendor key, can not find appid` },
  ],
  [
    'project inactive, says the SDK',
    'PROJECT_DISABLED',
    token,
    { error: `${gateway} no active status` },
  ],
  [
    'rejoined with the first token',
    'OLD_TOKEN_REUSED',
    token,
    { error: `${gateway} dynamic key expired` },
  ],
  ['native 109 with a fresh token', 'OLD_TOKEN_REUSED', token, { error: 109, sdk: android }],
  [
    'reason 9 with a fresh token',
    'OLD_TOKEN_REUSED',
    token,
    { error: 'onConnectionStateChanged 5, reason 9', sdk: { name: 'ios' } },
  ],
  [
    'the same uid in a second tab',
    'UID_USED_TWICE',
    token,
    { error: 'DISCONNECTED UID_BANNED', sdk: web },
  ],
  ['two users of one uid, native 107', 'UID_USED_TWICE', token, { error: 107, sdk: android }],
  [
    'RTM kicked off by another login',
    'UID_USED_TWICE',
    rtmToken,
    { ...rtmJoin, error: 'Kicked off by remote session' },
  ],
  [
    'joined twice',
    'ALREADY_JOINED',
    token,
    { error: '[client-1] Client already in connecting/connected state' },
  ],
  [
    'renewed outside the channel',
    'RENEW_OUTSIDE',
    token,
    { error: 'renewToken failed: INVALID_OPERATION, not joined' },
  ],
  [
    'role change refused, native 119',
    'PUBLISH_NOT_AUTHORIZED',
    token,
    { error: 119, sdk: android },
  ],
  ['role change refused, Web 2018', 'PUBLISH_NOT_AUTHORIZED', token, { error: 2018, sdk: web }],
  ['audience published', 'CLIENT_IS_AUDIENCE', token, { error: 'audience can not publish stream' }],
  [
    'renewal refused',
    'RENEW_MISMATCH',
    token,
    { error: 'ERR_NO_AUTHORIZED: error to verify token permission' },
  ],
  [
    'recorder could not join',
    'RECORDER_TOKEN',
    token,
    { error: 101, sdk: { name: 'cloud-recording' } },
  ],
  ['RTM not enabled', 'SERVICE_NOT_ENABLED', rtmToken, { ...rtmJoin, error: -10015 }],
  [
    'RTM told of another App ID',
    'APP_ID_MISMATCH',
    with007(rtm, { appId: otherAppId }),
    { ...rtmJoin, error: -10016 },
  ],
]
