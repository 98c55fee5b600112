import { dynamicKey, signalingToken } from '@symbolon/token'
import {
  appId,
  certificate,
  type Fault,
  keyOf,
  now,
  oldCertificate,
  special,
  token,
  token006,
} from './tokens.ts'

const channelKey = dynamicKey({ version: 4, service: 'media', ...keyOf, uid: 7, expiredTs: 0 })
const signaling = signalingToken({ appId, certificate, account: 'anna', expiredTs: now + 60 })
const mistyped = token.slice(0, 80) + (token[80] === 'A' ? 'B' : 'A') + token.slice(81)

/** What was passed is no token, or did not come through whole (refusals B7, B9, B14). */
export const transportFaults: readonly Fault[] = [
  ['the token variable was never filled', 'TOKEN_EMPTY', undefined],
  ['an empty answer of the token server', 'TOKEN_EMPTY', ''],
  ['an undefined turned into text', 'TOKEN_EMPTY', 'undefined'],
  ['the promise of a token', 'TOKEN_NOT_TEXT', Promise.resolve(token)],
  ['no token in a secured project', 'TOKEN_MISSING', null, { project: { appIdOnly: false } }],
  ['the App ID as token', 'KEY_IS_APP_ID', appId],
  ['the certificate as token', 'KEY_IS_CERTIFICATE', certificate],
  ['another id as token', 'KEY_IS_AN_ID', oldCertificate],
  ['a placeholder left in', 'TOKEN_PLACEHOLDER', '<YOUR_TOKEN>'],
  ['a Channel Key 4', 'CHANNEL_KEY', channelKey],
  ['a signaling token', 'SIGNALING_TOKEN', signaling],
  ['a JSON Web Token', 'OTHER_PRODUCT_TOKEN', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'],
  ['a whiteboard token', 'OTHER_PRODUCT_TOKEN', 'NETLESSSDK_YWs9bm90LWEtcmVhbC1vbmU'],
  ['an unknown version', 'TOKEN_VERSION_UNKNOWN', token.replace('007', '008')],
  ['quotes of a .env file kept', 'TOKEN_QUOTED', `"${special}"`],
  ['a newline from a file kept', 'TOKEN_WHITESPACE', `${special}\n`],
  ['wrapped at 76 columns', 'TOKEN_WHITESPACE', special.replace(/.{76}/g, '$&\r\n')],
  ['a zero-width space copied along', 'TOKEN_WHITESPACE', `\u200b${special}`],
  ['plus turned into space by a query', 'TOKEN_PLUS_BECAME_SPACE', special.replaceAll('+', ' ')],
  ['not decoded after a query', 'TOKEN_URL_ENCODED', encodeURIComponent(special)],
  ['the URL-safe alphabet', 'TOKEN_URL_SAFE', special.replaceAll('+', '-').replaceAll('/', '_')],
  ['padding cut off', 'TOKEN_PADDING_LOST', special.replace(/=+$/, '')],
  ['the whole JSON answer as token', 'TOKEN_WRAPPED', JSON.stringify({ token: special, uid: 7 })],
  ['the header word kept', 'TOKEN_WRAPPED', `Bearer ${special}`],
  ['a 128-character database column', 'TOKEN_TRUNCATED', token.slice(0, 128)],
  ['a 006 cut short', 'TOKEN_TRUNCATED', token006().slice(0, 100)],
  ['copied from a log with dots', 'TOKEN_TRUNCATED', `${token.slice(0, 40)}...`],
  ['lower-cased by a column', 'TOKEN_CASE_LOST', token.toLowerCase()],
  ['one character mistyped', 'TOKEN_DAMAGED', mistyped],
  ['token and channel exchanged', 'TOKEN_IN_WRONG_ARGUMENT', 'lobby', { channel: token }],
]
