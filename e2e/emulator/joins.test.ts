import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import { appId } from './support/emulator.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite()

chromiumTest('joins by an integer, through the proxy setting', async () => {
  const client = await suite.client()
  const token = suite.token({ uid: '7' })
  expect(await client.join({ appId, channel: 'lobby', token, uid: 7 })).toEqual({ value: 7 })
  await client.hears('connection-state-change', 'CONNECTED')
})

chromiumTest('joins by an integer, through local access points', async () => {
  const client = await suite.client({}, { accessPoints: suite.gateway.port })
  const token = suite.token({ uid: '7' })
  expect(await client.join({ appId, channel: 'lobby', token, uid: 7 })).toEqual({ value: 7 })
})

chromiumTest('joins again after a leave, as the same member', async () => {
  const client = await suite.client()
  for (let time = 0; time < 2; time++) {
    const token = suite.token({ uid: '7' })
    expect(await client.join({ appId, channel: 'lobby', token, uid: 7 })).toEqual({ value: 7 })
    await client.call('leave')
    await client.hears('connection-state-change', 'DISCONNECTED', 'DISCONNECTING', 'LEAVE')
  }
})

chromiumTest('gives a uid to who brings none', async () => {
  const [first, second] = [await suite.client(), await suite.client({ role: 'host' })]
  const token = suite.token({ uid: '' })
  const { value: one } = await first.join({ appId, channel: 'lobby', token, uid: null })
  const { value: other } = await second.join({ appId, channel: 'lobby', token, uid: null })
  expect([one, other]).toEqual([expect.any(Number), expect.any(Number)])
  expect(one).not.toBe(other)
  await first.hears('user-joined', other)
})

chromiumTest('gives string accounts their own name back, and shows it to others', async () => {
  const [alice, bob] = [await suite.client(), await suite.client({ role: 'host' })]
  const join = { appId, channel: 'lobby' }
  const token = (uid: string) => suite.token({ uid })
  expect(await alice.join({ ...join, token: token('alice'), uid: 'alice' })).toEqual({
    value: 'alice',
  })
  expect(await bob.join({ ...join, token: token('bob'), uid: 'bob' })).toEqual({ value: 'bob' })
  await alice.hears('user-joined', 'bob')
  await bob.call('leave')
  await alice.hears('user-left', 'bob', 'Quit')
})

chromiumTest('joins with the App ID alone where "No Certificate" stands', async () => {
  suite.emulator.changeProject((project) => ({ ...project, appIdOnly: true }))
  try {
    const client = await suite.client()
    const joined = await client.join({ appId, channel: 'lobby', token: null, uid: 7 })
    expect(joined).toEqual({ value: 7 })
  } finally {
    suite.emulator.changeProject((project) => ({ ...project, appIdOnly: false }))
  }
})

chromiumTest('joins with a wildcard token, any uid in any channel that fits', async () => {
  const token = suite.token({ uid: '1*', channel: 'class-*' })
  for (const [channel, uid] of [
    ['class-a', 1],
    ['class-b', 12],
  ] as const) {
    const client = await suite.client()
    expect(await client.join({ appId, channel, token, uid })).toEqual({ value: uid })
  }
})

chromiumTest('in mode rtc everyone is announced', async () => {
  const [first, second] = [await suite.client({ mode: 'rtc' }), await suite.client({ mode: 'rtc' })]
  const join = { appId, channel: 'lobby' }
  await first.join({ ...join, token: suite.token({ uid: '1' }), uid: 1 })
  await second.join({ ...join, token: suite.token({ uid: '2' }), uid: 2 })
  await first.hears('user-joined', 2)
  await second.hears('user-joined', 1)
})
