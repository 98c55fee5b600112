// A process of its own: 10,000 members live through 24 hours. argv: the life of each token in hours. Prints JSON.
import { EmulatorClock, startEmulator } from '@symbolon/emulator'
import { mint } from '@symbolon/token'
import { appId, certificate } from '../samples.mjs'

const seconds = Number(process.argv[2]) * 3600
const clock = new EmulatorClock({ startAt: 1_800_000_000 })
const emulator = startEmulator({ projects: [{ appId, certificate }], clock })

const began = { cpu: process.cpuUsage(), at: performance.now() }
let renewals = 0
for (let uid = 1; uid <= 10_000; uid++) {
  const channel = `room-${uid % 2500}`
  const member = emulator.join({ channel, token: tokenFor(channel, uid), uid, role: 'host' })
  member.on('token-privilege-will-expire', () => {
    renewals++
    member.renewToken(tokenFor(channel, uid))
  })
}
clock.advance('24h')
const { user, system } = process.cpuUsage(began.cpu)
const ms = performance.now() - began.at
const rss = process.memoryUsage().rss
console.log(JSON.stringify({ renewals, cpuMs: (user + system) / 1000, ms, rss }))

function tokenFor(channel, uid) {
  const privileges = {
    joinChannel: seconds,
    publishAudio: seconds,
    publishVideo: seconds,
    publishData: seconds,
  }
  const services = [{ type: 'rtc', channel, uid: `${uid}`, privileges }]
  const issuedAt = Math.floor(clock.now())
  return mint({ version: '007', appId, issuedAt, expiresInSeconds: seconds, services }, certificate)
}
