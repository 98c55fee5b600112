import { mint } from '@symbolon/token'
import * as peers from './peers.mjs'
import { certificate, claims006 } from './samples.mjs'
import { versioned } from './versions.mjs'

export const title = 'mint 006, RTC publisher'
export const contenders = [
  { name: versioned('agora-access-token'), load: peers.mint006 },
  { name: '`mint`', load: () => (i) => mint(claims006(i), certificate), floor: 6, goal: 10 },
]
