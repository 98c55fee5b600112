import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { expect } from 'vitest'
import { testUnless } from '../support/test-unless.ts'
import { Crowd } from './support/soak/crowd.ts'
import { EmulatorProcess, missingProc } from './support/soak/emulator-process.ts'
import { Figures, processes, type Weights } from './support/soak/figures.ts'
import { hosts } from './support/soak/host.ts'
import { turn } from './support/soak/simulated-member.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 30)
const subscribers = 20
/** A heap that swings is no leak: a fifth, and 16 MB for what is small anyway. */
const most = (megabytes: number) => megabytes * 1.2 + 16

testUnless(missingProc)(
  `${minutes} minutes with ${subscribers} subscribers who come and go leak nothing`,
  async () => {
    const emulator = await EmulatorProcess.start()
    const figures = new Figures(emulator)
    await warmUp(emulator.port)
    const empty = figures.now()
    const crowd = new Crowd(emulator.port)
    await crowd.open(subscribers)
    const soak = { emulator, crowd, figures }
    await live(soak)
    await settled(crowd)
    for (const one of crowd.subscribers) expect(one.misses(60_000)).toEqual([])
    await crowd.leave()
    console.log(`soak: ${JSON.stringify(crowd.tally)}`)
    for (const name of processes) {
      const { early, late } = figures.medians(name)
      console.log(`soak: ${name} ${early.toFixed(1)} MB early, ${late.toFixed(1)} MB late`)
      expect(late).toBeLessThan(most(early))
    }
    await allIsGone(soak, empty)
    expect(crowd.tally).toMatchObject({ refused: 0, putOut: [] })
    expect(emulator.complaints).toBe('')
    expect(await emulator.stop()).toBe(0)
    expect(() => process.kill(emulator.mediaPid, 0)).toThrow()
    await isFree(emulator.port)
  },
)

/** The first connection makes what all share: threads, and a pipe to wake them. */
async function warmUp(port: number): Promise<void> {
  const few = new Crowd(port)
  await few.open(1)
  await few.leave()
}

interface Soak {
  readonly emulator: EmulatorProcess
  readonly crowd: Crowd
  readonly figures: Figures
}

/** One second after another, each with its events; who does what is left to chance. */
async function live(soak: Soak): Promise<void> {
  const { emulator, crowd, figures } = soak
  const underWay: Promise<void>[] = []
  const faults: unknown[] = []
  for (let second = 1; second <= minutes * 60; second++) {
    await turn(1000)
    expect(emulator.hasEnded).toBe(false)
    expect(faults).toEqual([])
    for (const one of crowd.subscribers) one.listen()
    if (second % 5 === 0) figures.note()
    if (second % 60 === 0) console.log(`soak: minute ${second / 60}: ${figures.line()}`)
    for (const { every, act } of events) {
      if (second % every === 0) underWay.push(act(soak).catch((fault) => void faults.push(fault)))
    }
  }
  await Promise.all(underWay)
  expect(faults).toEqual([])
}

/** How often what happens, in seconds. */
const events: readonly { every: number; act: (soak: Soak) => Promise<void> }[] = [
  { every: 1, act: ({ crowd }) => crowd.recover() },
  { every: 5, act: ({ crowd }) => crowd.replace('left') },
  { every: 7, act: ({ crowd }) => crowd.interrupt(crowd.subscribers) },
  { every: 23, act: ({ crowd }) => crowd.replace('vanished') },
  { every: 29, act: ({ crowd }) => crowd.interrupt(crowd.hosts) },
  { every: 19, act: shut },
  { every: 110, act: ({ emulator }) => outage(emulator) },
]

/** A ban on one kind closes a gate for five seconds, and nothing comes through it. */
async function shut({ emulator, crowd }: Soak): Promise<void> {
  const host = hosts[Math.floor(Math.random() * hosts.length)]!
  const kind = Math.random() < 0.5 ? 'audio' : 'video'
  const privileges = [`publish_${kind}`]
  await emulator.control('POST', '/bans', { uid: host.uid, seconds: 5, privileges })
  await turn(4000)
  const leaked = crowd.subscribers.filter((one) => one.hasHeard(host[kind], 1500))
  expect(leaked.map(({ uid }) => uid)).toEqual([])
  crowd.tally.gatesShut++
}

/** All sockets are lost at once, for less than the time in which a session is kept. */
async function outage(emulator: EmulatorProcess): Promise<void> {
  await emulator.control('POST', '/outage', { seconds: 2 })
}

/** Whoever came last has heard everybody. */
async function settled(crowd: Crowd): Promise<void> {
  for (let second = 0; second < 15; second++) {
    for (const one of crowd.subscribers) one.listen()
    if (crowd.subscribers.every((one) => one.heard.size >= 2 * hosts.length)) return
    await turn(1000)
  }
  throw new Error('somebody does not hear everybody')
}

/** Those who vanished last are kept for the grace; then nothing is left of anybody. */
async function allIsGone({ emulator, figures }: Soak, empty: Weights): Promise<void> {
  const left = async () => ({
    members: (await emulator.control('GET', '/members')).members as readonly unknown[],
    over: processes.filter((name) => figures.now()[name].handles > empty[name].handles),
  })
  for (let second = 0; second < 20; second++) {
    const { members, over } = await left()
    if (members.length + over.length === 0) return
    await turn(1000)
  }
  expect(await left()).toEqual({ members: [], over: [] })
}

/** Both TCP and UDP can be had again. */
async function isFree(port: number): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  await new Promise((resolve) => server.close(resolve))
  const socket = createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(port, '127.0.0.1', resolve)
  })
  await new Promise<void>((resolve) => socket.close(resolve))
}
