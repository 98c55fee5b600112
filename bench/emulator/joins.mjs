// A process of its own: the cost of a join into a channel of so many hosts. argv: how many. Prints JSON.
import { EmulatorClock, startEmulator } from '@symbolon/emulator'
import { mint } from '@symbolon/token'
import { appId, certificate } from '../samples.mjs'

const size = Number(process.argv[2])
const joins = Math.max(20_000 / size, 20)
const startAt = 1_800_000_000
const clock = new EmulatorClock({ startAt })
const emulator = startEmulator({ projects: [{ appId, certificate }], clock })
const token = mint(
  {
    version: '007',
    appId,
    issuedAt: startAt,
    expiresInSeconds: 3600,
    services: [{ type: 'rtc', channel: 'hall', uid: '', privileges: { joinChannel: 3600 } }],
  },
  certificate,
)
for (let uid = 1; uid <= size; uid++) {
  emulator.join({ channel: 'hall', token, uid, role: 'host' })
}
turn(joins / 4)
const began = process.cpuUsage()
turn(joins)
const { user, system } = process.cpuUsage(began)
console.log(JSON.stringify({ us: (user + system) / joins }))

/** In and out again, so that the channel keeps its size. */
function turn(times) {
  for (let nth = 0; nth < times; nth++) {
    emulator.join({ channel: 'hall', token, uid: 1_000_000 + nth, role: 'host' }).leave()
  }
}
