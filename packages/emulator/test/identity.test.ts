import { expect, test } from 'vitest'
import { appId, emulator, heard, refusalOf, start, subscriberToken, token } from './fixture.ts'

const any = token({ uid: '' })

test('uid 0 or none is given a uid, and nobody is given the same', () => {
  const e = emulator()
  const uids = [0, null, undefined].map((uid) => e.join({ channel: 'lobby', token: any, uid }).uid)
  expect(new Set(uids).size).toBe(3)
  for (const uid of uids) expect(uid).toBeGreaterThan(0)
})

test('a token that names no user admits every integer and every account', () => {
  const e = emulator()
  for (const uid of [1, 4_294_967_295, 'alice', '0']) {
    expect(e.join({ channel: 'lobby', token: any, uid }).uid).toBe(uid)
  }
})

test('a token for a user refuses who joins without a uid: the most frequent mistake', () => {
  const refusal = refusalOf(() => emulator().join({ channel: 'lobby', token: token(), uid: 0 }))
  expect(refusal.code).toBe('INVALID')
  expect(refusal.causes[0]).toMatchObject({ certainty: 'proved' })
})

test('the account "7" is not the uid 7, though one token admits both', () => {
  const e = emulator()
  const number = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  const account = e.join({ channel: 'lobby', token: token(), uid: '7', role: 'host' })
  expect(number.connectionState).toBe('CONNECTED')
  expect(account.uid).toBe('7')
  expect(number.remoteUsers.map(({ uid }) => uid)).toEqual(['7'])
})

test('a token for the integer that an account was given admits the account', () => {
  const e = emulator()
  const { uids } = e.platform.world
  const mapped = (account: string) => token({ uid: `${uids.ofAccount(appId, account)}` })
  const member = e.join({ channel: 'lobby', token: mapped('alice'), uid: 'alice', role: 'host' })
  expect(member).toMatchObject({ uid: 'alice', rights: { staysUntil: start + 3600 } })
  const wish = { channel: 'lobby', token: mapped('bob'), uid: 'alice' }
  expect(refusalOf(() => e.join(wish)).code).toBe('INVALID')
  const e2 = emulator({}, { mappedUidAdmits: false })
  const uid = e2.platform.world.uids.ofAccount(appId, 'alice')
  const same = { channel: 'lobby', token: token({ uid: `${uid}` }), uid: 'alice' }
  expect(refusalOf(() => e2.join(same)).code).toBe('INVALID')
})

test('of a hundred thousand accounts none is forgotten that is in a channel', () => {
  const e = emulator()
  const { uids } = e.platform.world
  const crowd = (name: string) => {
    for (let nth = 0; nth < 100_001; nth++) uids.ofAccount(appId, `${name} ${nth}`)
  }
  const first = uids.ofAccount(appId, 'alice')
  const members = ['lobby', 'hall'].map((channel) =>
    e.join({ channel, token: token({ channel: '*', uid: '' }), uid: 'alice' }),
  )
  crowd('a')
  expect(uids.ofAccount(appId, 'alice')).toBe(first)
  members[0]!.leave()
  crowd('b')
  expect(uids.ofAccount(appId, 'alice')).toBe(first)
  members[1]!.leave()
  crowd('c')
  expect(uids.ofAccount(appId, 'alice')).not.toBe(first)
})

test.each([
  ['of 256 characters', 'a'.repeat(256)],
  ['beyond Latin-1', '日本'],
  ['with a line break', 'a\nb'],
])('an account %s is refused before it is sent, as the Web SDK does', (_, uid) => {
  expect(() => emulator().join({ channel: 'lobby', token: any, uid })).toThrow('an account is')
})

test('an account of 255 characters of Latin-1 joins', () => {
  const uid = `é ${'a'.repeat(253)}`
  expect(emulator().join({ channel: 'lobby', token: any, uid }).uid).toBe(uid)
})

test('an account is the same member each time, in every channel', () => {
  const e = emulator()
  const first = e.join({ channel: 'lobby', token: any, uid: 'alice' })
  const second = e.join({ channel: 'lobby', token: any, uid: 'alice' })
  expect([first.connectionState, second.connectionState]).toEqual(['DISCONNECTED', 'CONNECTED'])
})

test('of two members with one uid the newer stays', () => {
  const e = emulator()
  const old = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  const events = heard(old)
  const watcher = e.join({ channel: 'lobby', token: any, uid: 9 })
  const seen = heard(watcher)
  const young = e.join({ channel: 'lobby', token: token(), uid: 7, role: 'host' })
  expect(events.at(-1)).toBe('connection-state-change DISCONNECTED CONNECTED UID_BANNED')
  expect(young.connectionState).toBe('CONNECTED')
  expect(seen).toEqual(['user-joined 7', 'user-left 7 Quit', 'user-joined 7'])
})

test.each([
  ['*', '*', 'lobby', 7],
  ['', '', 'lobby', 'alice'],
  ['lob*', '1*a*2', 'lobby', '1xax2'],
  ['*by', '7', 'lobby', 7],
  ['room-*-eu', '*', 'room-42-eu', 123],
])('a wildcard token for channel "%s" and uid "%s" admits %s as %s', (channel, uid, name, who) => {
  const wildcard = subscriberToken({ channel, uid })
  expect(emulator().join({ channel: name, token: wildcard, uid: who }).uid).toBe(who)
})

test.each([
  ['lob*', '*', 'hall', 7],
  ['*', '1*a*2', 'lobby', '1a3'],
  ['*', '1*2', 'lobby', 0],
])('a wildcard token for channel "%s" and uid "%s" refuses %s as %s', (channel, uid, name, who) => {
  const wildcard = subscriberToken({ channel, uid })
  expect(refusalOf(() => emulator().join({ channel: name, token: wildcard, uid: who })).code).toBe(
    'INVALID',
  )
})

test('hosts are announced and audience is not; without roles everyone is', () => {
  const e = emulator()
  const watcher = e.join({ channel: 'lobby', token: any, uid: 1 })
  const seen = heard(watcher)
  e.join({ channel: 'lobby', token: any, uid: 2 })
  const host = e.join({ channel: 'lobby', token: any, uid: 3, role: 'host' })
  host.publish('audio', 'video')
  host.setMuted('video', true)
  host.setMuted('video', false)
  host.unpublish('audio')
  host.leave()
  e.join({ channel: 'lobby', token: any, uid: 4, mode: 'rtc' })
  expect(seen).toEqual([
    'user-joined 3',
    'user-published 3 audio',
    'user-published 3 video',
    'user-unpublished 3 video',
    'user-published 3 video',
    'user-unpublished 3 audio',
    'user-unpublished 3 video',
    'user-left 3 Quit',
    'user-joined 4',
  ])
})

test('who comes late is told who is there and what they send', async () => {
  const e = emulator()
  const host = e.join({ channel: 'lobby', token: any, uid: 3, role: 'host' })
  host.publish('audio', 'video')
  host.setMuted('video', true)
  const late = e.join({ channel: 'lobby', token: any, uid: 4 })
  const seen = heard(late)
  await Promise.resolve()
  expect(late.remoteUsers).toEqual([{ uid: 3, hasAudio: true, hasVideo: false }])
  expect(seen[0]).toBe('user-joined 3')
})

test('messages reach everyone else', () => {
  const e = emulator()
  const [one, two] = [1, 2].map((uid) => e.join({ channel: 'lobby', token: any, uid }))
  const got: unknown[] = []
  two!.on('stream-message', (uid, payload) => got.push([uid, [...payload]]))
  one!.on('stream-message', () => got.push('echo'))
  one!.sendStreamMessage(Uint8Array.of(1, 2))
  expect(got).toEqual([[1, [1, 2]]])
})
