import { expect } from 'vitest'
import { secondCertificate } from '../../packages/emulator/test/fixture.ts'
import { chromiumTest } from '../support/chromium.ts'
import { SdkClient } from './support/client.ts'
import { appId, subscriberToken } from './support/emulator.ts'
import { sinceVersion, tokenEnded } from './support/sdk-version.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite()
const lobby = { appId, channel: 'lobby' }

async function joined(uid: number, wish: Parameters<typeof suite.token>[0] = {}) {
  const client = await suite.client({ role: 'host' })
  const token = suite.token({ uid: `${uid}`, ...wish })
  expect(await client.join({ ...lobby, token, uid })).toEqual({ value: uid })
  return client
}

chromiumTest('is warned 30 s before the end, renews, and stays', async () => {
  const client = await joined(7, { join: 60 })
  suite.emulator.clock.advance('30s')
  await client.hears('token-privilege-will-expire')
  const renewed = suite.token({ join: 60 })
  expect(await client.call('renewToken', renewed)).toEqual({ value: undefined })
  suite.emulator.clock.advance('59s')
  await client.hears('token-privilege-will-expire')
  const events = (await client.events()).map(([name, state]) => state ?? name)
  expect(events).toEqual([
    'CONNECTING',
    'CONNECTED',
    'token-privilege-will-expire',
    'token-privilege-will-expire',
  ])
})

chromiumTest('is put out at the end, and may join again with a new token', async () => {
  const client = await joined(7, { join: 60 })
  const other = await joined(8)
  suite.emulator.clock.advance('24h')
  await client.hears('connection-state-change', 'DISCONNECTED', undefined, tokenEnded)
  await client.hears('token-privilege-did-expire')
  await other.hears('connection-state-change', 'DISCONNECTED', undefined, tokenEnded)
  expect(await client.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
})

chromiumTest('stays when the token ends and the privilege does not', async () => {
  const client = await joined(7, { life: 60, join: 0 })
  suite.emulator.clock.advance('24h')
  expect(await client.call('setClientRole', 'audience')).toEqual({ value: undefined })
  expect((await client.events()).map(([, state]) => state)).toEqual(['CONNECTING', 'CONNECTED'])
})

chromiumTest('a forged renewal is refused, and the session goes on', async () => {
  const client = await joined(7)
  for (const wrong of [
    suite.token({ certificate: secondCertificate }),
    suite.token({ uid: '8' }),
    suite.token({ channel: 'hall' }),
    'garbage',
  ]) {
    expect(await client.call('renewToken', wrong)).toMatchObject({
      error: {
        code: 'UNEXPECTED_RESPONSE',
        message: expect.stringContaining('error to verify token permission'),
        data: { code: 110 },
      },
    })
  }
  expect((await client.events()).map(([, state]) => state)).toEqual(['CONNECTING', 'CONNECTED'])
})

chromiumTest(
  'under co-host authentication a role needs a privilege, without it does not',
  async () => {
    const token = () => subscriberToken({ issuedAt: suite.now() })
    const client = await suite.client()
    await client.join({ ...lobby, token: token(), uid: 7 })
    expect(await client.call('setClientRole', 'host')).toEqual({ value: undefined })
    expect(await client.call('setClientRole', 'audience')).toEqual({ value: undefined })
    suite.emulator.setCoHost(true)
    try {
      expect(await client.call('setClientRole', 'host')).toMatchObject({
        error: { code: 'UNEXPECTED_RESPONSE', data: { code: 2018 } },
      })
      // wildcard advice of the documents: renew to a publisher's token, then change the role
      expect(await client.call('renewToken', suite.token())).toEqual({ value: undefined })
      expect(await client.call('setClientRole', 'host')).toEqual({ value: undefined })
    } finally {
      suite.emulator.setCoHost(false)
    }
  },
)

chromiumTest('others see a host become audience, and come back', async () => {
  const host = await joined(7)
  const viewer = await joined(8)
  await viewer.hears('user-joined', 7)
  await host.call('setClientRole', 'audience')
  await viewer.hears('user-left', 7, 'BecomeAudience')
  await host.call('setClientRole', 'host')
  await viewer.hears('user-joined', 7)
})

chromiumTest('a ban puts out by its name, and keeps out', async () => {
  const [byUid, byChannel, byIp] = [
    await joined(7),
    await suite.client(),
    await suite.client(),
  ] as const
  const hall = suite.token({ channel: 'hall', uid: '1' })
  await byChannel.join({ appId, channel: 'hall', token: hall, uid: 1 })
  const yard = suite.token({ channel: 'yard', uid: '2' })
  await byIp.join({ appId, channel: 'yard', token: yard, uid: 2 })
  suite.emulator.ban({ uid: 7, channel: 'lobby' })
  await byUid.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
  suite.emulator.ban({ channel: 'hall' })
  await byChannel.hears('connection-state-change', 'DISCONNECTED', undefined, 'CHANNEL_BANNED')
  const id = suite.emulator.ban({ ip: '127.0.0.1' })
  await byIp.hears('connection-state-change', 'DISCONNECTED', undefined, 'IP_BANNED')
  suite.emulator.liftBan(id)

  expect(await byUid.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
  await byUid.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
  suite.emulator.clock.advance('61m')
  expect(await byUid.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
})

chromiumTest('a reset ends the session of a page for good', async () => {
  const [host, viewer] = [await joined(7), await suite.client()]
  expect(await host.publish('video')).toEqual({ value: undefined })
  await viewer.join({ ...lobby, token: suite.token({ uid: '8' }), uid: 8 })
  suite.emulator.reset()
  for (const client of [host, viewer]) {
    for (const state of ['CONNECTING', 'CONNECTED']) {
      await client.hears('connection-state-change', state)
    }
    const [, ...next] = await client.hears('connection-state-change')
    expect(next).toEqual(['DISCONNECTED', 'CONNECTED', 'LEAVE'])
  }
  // the next test's page: whoever was left over would be in its channel by then
  const page = await suite.newPage()
  const next = await SdkClient.create(page, { proxy: suite.gateway.port }, { role: 'host' })
  const token = suite.token({ uid: '9' })
  expect(await next.join({ ...lobby, token, uid: 9 })).toEqual({ value: 9 })
  const joins = suite.emulator.log.entries().filter(({ type }) => type === 'joined')
  expect(joins).toMatchObject([{ uid: 9 }])
  expect(await host.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
  await page.close()
})

chromiumTest('who comes back from a time before a reset is put out', async () => {
  const [host, viewer] = [await joined(7), await suite.client()]
  expect(await host.publish('video')).toEqual({ value: undefined })
  await viewer.join({ ...lobby, token: suite.token({ uid: '8' }), uid: 8 })
  suite.emulator.outage()
  for (const client of [host, viewer]) await client.hears('connection-state-change', 'RECONNECTING')
  suite.emulator.reset()
  if (!sinceVersion('4.24')) {
    await suite.happened('joined', 2) // these versions call themselves anew, so nobody knows who they were
    return
  }
  for (const client of [host, viewer]) {
    await client.hears('connection-state-change', 'DISCONNECTED', undefined, 'LEAVE')
  }
  expect(suite.emulator.log.entries()).toEqual([])
  expect(await host.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
})

chromiumTest('an expelled member may come back at once', async () => {
  const client = await joined(7)
  suite.emulator.expel({ uid: 7 })
  await client.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
  expect(await client.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
})
