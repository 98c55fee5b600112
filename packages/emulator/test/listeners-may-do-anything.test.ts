import { expect, test } from 'vitest'
import { type Project, startEmulator, type VirtualMember } from '../src/index.ts'
import { appId, certificate, emulator, heard, secondCertificate, start, token } from './fixture.ts'

const any = token({ channel: '*', uid: '', join: 0, life: 86_400 })
const join = { channel: 'lobby', token: any, role: 'host' } as const

test('a listener that throws is heard of at the end of the jump, and changes nothing else', () => {
  const e = emulator()
  const minute = token({ uid: '', join: 60 })
  const [first, second] = [1, 2].map((uid) => e.join({ channel: 'lobby', token: minute, uid }))
  const seen = heard(second!)
  const at: number[] = []
  second!.on('token-privilege-will-expire', () => at.push(e.clock.now()))
  first!.on('token-privilege-will-expire', () => {
    throw new Error('of the test')
  })
  expect(() => e.clock.advance('85s')).toThrow('of the test')
  expect(e.clock.now()).toBe(start + 85)
  expect(at).toEqual([start + 30])
  expect([first, second].map((member) => member?.connectionState)).toEqual([
    'DISCONNECTED',
    'DISCONNECTED',
  ])
  expect(seen.at(-1)).toBe('token-privilege-did-expire')
})

test('an observer that throws does not keep others out', () => {
  const e = emulator()
  const observer = e.join({ ...join, uid: 1 })
  observer.on('user-joined', () => {
    throw new Error('of the test')
  })
  expect(() => e.join({ ...join, token: token({ uid: '2', join: 60 }), uid: 2 })).toThrow(
    'of the test',
  )
  e.clock.advance('60s')
  expect(e.log.entries().at(-1)).toMatchObject({ type: 'left', uid: 2, reason: 'token expired' })
})

test('an app that joins again as soon as it is put out is in once, and seen in that order', () => {
  const e = emulator()
  const observer = e.join({ ...join, uid: 1 })
  const seen = heard(observer)
  let again: VirtualMember | undefined
  const member = e.join({ ...join, uid: 7 })
  member.on('connection-state-change', (state) => {
    if (state === 'DISCONNECTED') again = e.join({ ...join, uid: 7 })
  })
  e.expel({ uid: 7 })
  expect(again?.connectionState).toBe('CONNECTED')
  expect(seen).toEqual(['user-joined 7', 'user-left 7 Quit', 'user-joined 7'])
})

test('an app that joins again on a reset is in the channel that comes after it', () => {
  const e = emulator()
  let again: VirtualMember | undefined
  const member = e.join({ ...join, uid: 7 })
  member.on('connection-state-change', () => {
    again = e.join({ ...join, uid: 7 })
  })
  e.reset()
  const newer = e.join({ ...join, uid: 7 })
  expect([again?.connectionState, newer.connectionState]).toEqual(['DISCONNECTED', 'CONNECTED'])
})

test('after a loss only what changed meanwhile is told', () => {
  const e = emulator()
  const [one, two] = [1, 2].map((uid) => e.join({ ...join, uid }))
  one!.publish('video', 'audio')
  one!.setMuted('audio', true)
  const seen = heard(two!)
  e.outage(3)
  one!.unpublish('video')
  one!.setMuted('audio', false)
  e.clock.advance(3)
  expect(seen.filter((line) => line.startsWith('user'))).toEqual([
    'user-published 1 audio',
    'user-unpublished 1 video',
  ])
  expect(two!.remoteUsers).toEqual([{ uid: 1, hasAudio: true, hasVideo: false }])
})

test('who is out sees nobody, may send nothing, and a renewal is rejected, not thrown', async () => {
  const e = emulator()
  e.join({ ...join, uid: 1 })
  const member = e.join({ ...join, uid: 2 })
  e.setLatency(5)
  const pending = expect(member.renewToken(any)).rejects.toMatchObject({ code: 'FAILURE' })
  member.leave()
  expect(member).toMatchObject({ remoteUsers: [], gates: { audio: false, data: false } })
  await pending
  await expect(member.renewToken(any)).rejects.toThrow(RangeError)
})

test('who was banned during an outage is told of it when it is over', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7 })
  const events = heard(member)
  e.outage(60)
  e.ban({ uid: 7 })
  e.clock.advance(60)
  expect(events.at(-1)).toBe('connection-state-change DISCONNECTED RECONNECTING UID_BANNED')
})

test.each([
  ['role', { role: 'publisher' }, 'role is'],
  ['mode', { mode: 'x' }, 'mode is'],
  ['uid', { uid: 2 ** 32 + 7 }, 'uid is'],
  ['uid', { uid: Number.NaN }, 'uid is'],
  ['token', { token: undefined }, 'token is'],
])('a wrong %s is named', (_, wish, message) => {
  expect(() => emulator().join({ ...join, ...wish } as never)).toThrow(message)
})

test('a negative uid is its unsigned twin, as Java shows it', () => {
  const e = emulator()
  const upper = token({ uid: '4294967295' })
  expect(e.join({ channel: 'lobby', token: upper, uid: -1 }).uid).toBe(4_294_967_295)
})

test('bans name accounts too, and nobody who cannot be', () => {
  const e = emulator()
  const alice = e.join({ ...join, uid: 'alice' })
  e.ban({ uid: 'alice' })
  expect(alice.connectionState).toBe('DISCONNECTED')
  expect(() => e.ban({ uid: 0 })).toThrow(RangeError)
  expect(() => e.ban({ appId: 'x', uid: 7 })).toThrow('there is no project')
})

test('a slip in a project is named', () => {
  expect(() => emulator({ coHost: true } as never)).toThrow('no field "coHost"')
  expect(() => emulator({ appIdOnly: 'yes' } as never)).toThrow('appIdOnly is a boolean')
})

test.each([
  ['null', null],
  ['{}', {}],
  ['[]', []],
  ['a text', secondCertificate],
  ['one without certificate', { enabled: true }],
  ['one with a slip', { certificate: secondCertificate, enable: true }],
  ['one whose switch is no boolean', { certificate: secondCertificate, enabled: 'no' }],
])('a secondary certificate that is %s is refused, at the start and later', (_, secondary) => {
  const wrong = { secondary } as unknown as Partial<Project>
  expect(() => emulator(wrong)).toThrow("a project's secondary is")
  const e = emulator()
  expect(() => e.changeProject((project) => ({ ...project, ...wrong }))).toThrow(RangeError)
  expect(e.projects.list()).toEqual([{ appId, certificate }])
})

test.each([[undefined], [null], [{}], [{ projects: {} }]])(
  'startEmulator(%j) says how it is called',
  (options) => {
    expect(() => startEmulator(options as never)).toThrow('startEmulator({ projects: [')
  },
)

test('a project that is none is refused', () => {
  expect(() => startEmulator({ projects: [null] } as never)).toThrow('a project is an object')
})

test('the log names the rule by which gates changed', () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: any, uid: 7 })
  const rule = () => e.log.entries().findLast(({ type }) => type === 'gates')
  member.setClientRole('host')
  expect(rule()).toMatchObject({ rule: 'AUDIENCE' })
  e.ban({ uid: 999 })
  member.setClientRole('audience')
  expect(rule()).toMatchObject({ rule: 'AUDIENCE' })
  member.setClientRole('host')
  e.ban({ uid: 7, privileges: ['publish_video'] })
  expect(rule()).toMatchObject({ rule: 'BAN' })
})

test('twenty thousand who come and go leave nothing waiting in the clock', () => {
  const e = emulator()
  for (let nth = 0; nth < 20_000; nth++) {
    e.join({ channel: 'lobby', token: token({ uid: '', join: 3600 }), uid: 7 }).leave()
  }
  expect((e.clock as unknown as { heap: unknown[] }).heap.length).toBeLessThan(4000)
})
