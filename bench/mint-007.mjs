import { mint, rtcToken, storedBlock } from '@symbolon/token'
import * as peers from './peers.mjs'
import { appId, certificate, channel, claims007, lifeSeconds, uidOf } from './samples.mjs'
import { versioned } from './versions.mjs'

const stored = { deflate: storedBlock }
const publisher = { appId, certificate, channel, expiresInSeconds: lifeSeconds }

export const title = 'mint 007, RTC publisher'
export const contenders = [
  { name: versioned('agora-token'), load: peers.mint007 },
  { name: '`mint`', load: () => (i) => mint(claims007(i), certificate), floor: 8, goal: 12 },
  {
    name: '`mint` with `storedBlock`',
    load: () => (i) => mint(claims007(i), certificate, stored),
    floor: 12,
    goal: 17,
  },
  { name: '`rtcToken`', load: () => (i) => rtcToken({ ...publisher, uid: uidOf(i) }) },
]
