import { inspect, mint, verify } from '@symbolon/token'
import * as peers from './peers.mjs'
import { appId, certificate, channel, now } from './samples.mjs'
import { versioned } from './versions.mjs'

// 64 issue times, so that a key kept for one second is never the one that is needed
const readAt = now()
const tokens = () => peers.tokensIssuedBefore(readAt, 64)
const ours = () => tokens().map((token) => mint(inspect(token).claims, certificate))

function verifying(tokens) {
  return (i) => verify(tokens[i & 63], { certificate, now: readAt, appId, channel })
}

function parsing(tokens) {
  const verify007 = peers.verify007()
  return (i) => verify007(tokens[i & 63])
}

export const title = 'parse and verify 007, 64 issue times'
export const contenders = [
  { name: versioned('agora-token'), load: () => parsing(tokens()) },
  { name: '`verify`', load: () => verifying(tokens()), floor: 4, goal: 6 },
  { name: '`verify`, tokens of `mint`', load: () => verifying(ours()) },
]
