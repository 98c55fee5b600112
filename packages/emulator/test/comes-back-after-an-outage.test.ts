import { expect, test } from 'vitest'
import { emulator, heard, refusalOf, token } from './fixture.ts'

const any = token({ channel: '*', uid: '', join: 0, life: 86_400 })
const join = { channel: 'lobby', token: any } as const

/** Instants for which something waits, in the clock. */
function waiting({ clock }: { readonly clock: object }): number {
  const { heap } = clock as { readonly heap: readonly { readonly act: unknown }[] }
  return heap.filter(({ act }) => act !== undefined).length
}

test('after a long outage a member has the role that it had come to, and sends what it sent', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7 })
  const watcher = e.join({ ...join, uid: 8 })
  member.setClientRole('host')
  member.publish('audio', 'video')
  member.setMuted('audio', true)
  e.outage('60s')
  e.clock.advance('60s')
  expect(member).toMatchObject({ connectionState: 'CONNECTED', role: 'host' })
  expect(watcher.remoteUsers).toEqual([{ uid: 7, hasAudio: false, hasVideo: true }])
  member.setMuted('audio', false)
  expect(watcher.remoteUsers).toEqual([{ uid: 7, hasAudio: true, hasVideo: true }])
})

test('what was taken back while out is not brought back', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7, role: 'host' })
  const watcher = e.join({ ...join, uid: 8 })
  member.publish('audio', 'video')
  e.outage('60s')
  e.clock.advance('30s')
  member.unpublish('audio')
  e.clock.advance('30s')
  expect(watcher.remoteUsers).toEqual([{ uid: 7, hasAudio: false, hasVideo: true }])
})

test('what is not allowed any more is not brought back, and the log says so', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7, role: 'host' })
  member.publish('audio', 'video')
  e.outage('60s')
  e.ban({ uid: 7, privileges: ['publish_video'] })
  e.clock.advance('60s')
  const watcher = e.join({ ...join, uid: 8 })
  expect(watcher.remoteUsers).toEqual([{ uid: 7, hasAudio: true, hasVideo: false }])
  expect(e.log.entries()).toContainEqual(
    expect.objectContaining({ type: 'publish refused', rule: 'BAN' }),
  )
})

test('who was assigned a uid and renewed for it comes back with that token', async () => {
  const e = emulator()
  const member = e.join({ channel: 'lobby', token: token({ uid: '' }) })
  const { uid } = member
  await member.renewToken(token({ uid: `${uid}` }))
  e.outage('60s')
  e.clock.advance('60s')
  expect(member).toMatchObject({ connectionState: 'CONNECTED', uid })
})

test('however often outages begin and end, there is one next attempt, and none after leaving', () => {
  const e = emulator({}, { channelLingerSeconds: 0 })
  const member = e.join({ channel: 'lobby', token: token(), uid: 7 })
  e.outage('1m')
  e.changeProject((project) => ({ ...project, enabled: false }))
  e.clock.advance('1m')
  for (let nth = 0; nth < 5; nth++) {
    e.outage('1s')
    e.clock.advance('1s')
  }
  const before = e.log.entries().length
  e.clock.advance('10s')
  expect(e.log.entries().length - before).toBe(1)
  expect(waiting(e)).toBe(1)
  member.leave()
  expect(waiting(e)).toBe(0)
})

test('whose session is over does nothing in the channel before being in again', () => {
  const e = emulator()
  const member = e.join({ ...join, uid: 7, role: 'host' })
  const seen = heard(e.join({ ...join, uid: 8 }))
  e.outage()
  e.clock.advance('1m')
  const logged = e.log.entries().length
  expect(member.connectionState).toBe('RECONNECTING')
  expect(member.gates).toEqual({ audio: false, video: false, data: false })
  for (const act of [
    () => member.publish('video'),
    () => member.sendStreamMessage(Uint8Array.of(1)),
    () => member.setClientRole('audience'),
  ]) {
    expect(refusalOf(act).rule).toBe('SESSION_OVER')
  }
  const types = e.log.entries().slice(logged)
  expect(types.map(({ type }) => type)).toEqual([
    'publish refused',
    'publish refused',
    'role refused',
  ])
  expect(seen.filter((line) => line.startsWith('user-published'))).toEqual([])
})
