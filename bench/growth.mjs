import { mint, verify } from '@symbolon/token'
import { appId, certificate, now, rtcService } from './samples.mjs'

const readAt = now()
const at = { version: '007', appId, issuedAt: readAt, expiresInSeconds: 3600 }
const services = (count) => Array.from({ length: count }, (_, i) => rtcService(i))
const channelOf = (length) => [
  { ...rtcService(0), channel: 'channel-0123456789'.repeat(64).slice(0, length) },
]

const cases = [1, 2, 4, 7, 10]
  .map((count) => ({ what: `${count} services`, services: services(count) }))
  .concat([16, 64, 256, 1024].map((n) => ({ what: `a channel of ${n}`, services: channelOf(n) })))

export const title = 'cost as a token grows'
export const contenders = cases.flatMap(({ what, services }) => {
  const claims = { ...at, services }
  const token = mint(claims, certificate)
  return [
    { name: `mint, ${what}`, load: () => () => mint(claims, certificate) },
    { name: `verify, ${what}`, load: () => () => verify(token, { certificate, now: readAt }) },
  ]
})
