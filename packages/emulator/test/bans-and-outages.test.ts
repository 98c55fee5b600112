import { describe, expect, test } from 'vitest'
import { keepBan } from '../src/control.ts'
import { emulator, heard, refusalOf, start, token } from './fixture.ts'

const any = token({ channel: '*', uid: '', join: 0, life: 86_400 })
const join = { channel: 'lobby', token: any } as const

describe('a ban', () => {
  test.each([
    ['uid', { uid: 7 }, 'UID_BANNED', 14],
    ['uid in a channel', { uid: 7, channel: 'lobby' }, 'UID_BANNED', 14],
    ['channel', { channel: 'lobby' }, 'CHANNEL_BANNED', 16],
    ['address', { ip: '10.0.0.1' }, 'IP_BANNED', 15],
  ] as const)('by %s puts out and keeps out until it ends', (_, target, code, edge) => {
    const e = emulator()
    const wish = { ...join, uid: 7, ip: '10.0.0.1' }
    const member = e.join(wish)
    const events = heard(member)
    e.ban({ ...target, for: '10m' })
    expect(events).toEqual([`connection-state-change DISCONNECTED CONNECTED ${code}`])
    e.clock.advance('9m59s')
    expect(refusalOf(() => e.join(wish))).toMatchObject({ code, outcome: { edge } })
    e.clock.advance('1s')
    expect(e.join(wish).connectionState).toBe('CONNECTED')
  })

  test('names nobody else', () => {
    const e = emulator()
    e.ban({ uid: 7, channel: 'lobby' })
    e.ban({ ip: '10.0.0.1' })
    e.ban({ channel: 'hall' })
    expect(e.join({ ...join, uid: 8 }).uid).toBe(8)
    expect(e.join({ ...join, channel: 'attic', uid: 7, ip: '10.0.0.2' }).uid).toBe(7)
  })

  test('can be lifted, and one that names nobody is refused', () => {
    const e = emulator()
    const id = e.ban({ uid: 7 })
    expect([e.liftBan(id), e.liftBan(id)]).toEqual([true, false])
    e.join({ ...join, uid: 7 })
    expect(() => e.ban({})).toThrow(RangeError)
    expect(() => e.ban({ ip: '10.0.0.1', uid: 7 })).toThrow(RangeError)
  })

  test.each([
    ['an empty channel', { channel: '' }],
    ['an empty address', { ip: '' }],
    ['an empty account', { uid: '' }],
    ['no privilege', { uid: 7, privileges: [] }],
    ['a privilege that there is not', { uid: 7, privileges: ['foo'] }],
  ])('of %s is refused, and uses up no id', (_, target) => {
    const e = emulator()
    expect(() => e.ban(target as never)).toThrow(RangeError)
    expect(e.ban({ uid: 7 })).toBe(1)
  })

  test('leaves nothing waiting in the clock, whether lifted, prolonged or forgotten', () => {
    const e = emulator()
    const { world } = e.platform
    const waiting = () => (e.clock as unknown as { heap: unknown[] }).heap.length
    for (let nth = 0; nth < 10_000; nth++) e.liftBan(e.ban({ uid: 7 }))
    e.ban({ uid: 7 })
    const [rule] = world.bans.values()
    for (let nth = 0; nth < 10_000; nth++) keepBan(world, { ...rule!, until: start + 60 })
    expect(waiting()).toBeLessThan(4000)
    for (let nth = 0; nth < 10_000; nth++) e.ban({ uid: 8 })
    e.reset()
    expect(waiting()).toBeLessThan(4000)
  })

  test('given another end counts until then', () => {
    const e = emulator()
    e.ban({ uid: 7, for: '1m' })
    const [rule] = e.platform.world.bans.values()
    keepBan(e.platform.world, { ...rule!, until: start + 120 })
    e.clock.advance('119s')
    expect(refusalOf(() => e.join({ ...join, uid: 7 })).code).toBe('UID_BANNED')
    e.clock.advance('1s')
    expect(e.platform.world.bans.size).toBe(0)
  })

  test('on publishing closes one kind and leaves the member in', () => {
    const e = emulator()
    const member = e.join({ ...join, uid: 7, role: 'host' })
    member.publish('audio', 'video')
    e.ban({ uid: 7, privileges: ['publish_video'], for: '1m' })
    expect(member).toMatchObject({
      connectionState: 'CONNECTED',
      gates: { audio: true, video: false },
    })
    e.clock.advance('1m')
    expect(member.gates.video).toBe(true)
  })
})

test('an expelled member is out and may come back at once', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7 })
  e.expel({ uid: 7, channel: 'lobby' })
  expect(member.connectionState).toBe('DISCONNECTED')
  expect(e.join({ ...join, uid: 7 }).connectionState).toBe('CONNECTED')
})

describe('an outage', () => {
  test('that is short is survived without showing the token, and others notice nothing', () => {
    const e = emulator()
    const short = token({ uid: '', life: 5, join: 3600 })
    const host = e.join({ channel: 'lobby', token: short, uid: 1, role: 'host' })
    const guest = e.join({ channel: 'lobby', token: short, uid: 2 })
    const [events, seen] = [heard(host), heard(guest)]
    e.outage('7s')
    expect(refusalOf(() => e.join({ ...join, uid: 3 })).code).toBe('OUTAGE')
    e.clock.advance('7s')
    expect(events).toEqual([
      'connection-state-change RECONNECTING CONNECTED',
      'connection-state-change CONNECTED RECONNECTING',
    ])
    expect(seen.filter((line) => line.startsWith('user'))).toEqual(['user-joined 1'])
  })

  test('that is long ends sessions; members join again, and see who is gone', () => {
    const e = emulator()
    const host = e.join({ ...join, uid: 1, role: 'host' })
    const guest = e.join({ ...join, uid: 2 })
    const seen = heard(guest)
    e.outage()
    e.clock.advance('1m')
    host.leave()
    e.restore()
    expect(guest.connectionState).toBe('CONNECTED')
    expect(seen).toContain('user-left 1 Quit')
  })

  test('past the end of the token puts out, by the event for it', () => {
    const e = emulator()
    const member = e.join({ channel: 'lobby', token: token({ join: 60 }), uid: 7 })
    const events = heard(member)
    e.outage('2m')
    e.clock.advance('2m')
    expect(events.slice(1)).toEqual([
      'connection-state-change DISCONNECTED RECONNECTING TOKEN_EXPIRE',
      'token-privilege-did-expire',
    ])
  })

  test('a warning that fell into it is given again', () => {
    const e = emulator()
    const member = e.join({ channel: 'lobby', token: token({ join: 60 }), uid: 7 })
    const events = heard(member)
    e.clock.advance('28s')
    e.outage('4s')
    e.clock.advance('4s')
    expect(events.at(-1)).toBe('token-privilege-will-expire')
  })

  test('a member whose token is refused for another reason goes on trying', () => {
    const e = emulator()
    const member = e.join({ channel: 'lobby', token: token(), uid: 7 })
    e.outage('1m')
    e.changeProject((project) => ({ ...project, enabled: false }))
    e.clock.advance('2m')
    expect(member.connectionState).toBe('RECONNECTING')
    e.changeProject((project) => ({ ...project, enabled: true }))
    e.clock.advance('10s')
    expect(member.connectionState).toBe('CONNECTED')
  })
})

test('a reset puts everyone out and forgets bans; time and projects stay', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7 })
  e.ban({ uid: 8 })
  e.clock.advance('1m')
  e.reset()
  expect(member.connectionState).toBe('DISCONNECTED')
  expect(e.log.entries()).toEqual([])
  expect(e.clock.now()).toBe(start + 60)
  expect(e.join({ ...join, uid: 8 }).uid).toBe(8)
})
