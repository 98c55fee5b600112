import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import { SdkClient } from './support/client.ts'
import { appId } from './support/emulator.ts'
import { tokenEnded } from './support/sdk-version.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite({ media: true })
const lobby = { appId, channel: 'lobby' }

async function joined(uid: number, wish: Parameters<typeof suite.token>[0] = {}) {
  const client = await suite.client({ role: 'host' })
  const token = suite.token({ uid: `${uid}`, ...wish })
  expect(await client.join({ ...lobby, token, uid })).toEqual({ value: uid })
  return client
}

/** Only a client that sends or receives something resumes; others join anew. */
async function talking(...clients: readonly SdkClient[]): Promise<void> {
  for (const client of clients) expect(await client.publish('audio')).toEqual({ value: undefined })
  await suite.happened('published', clients.length)
}

/** How often something happened, as the emulator saw it. */
function times(type: string): number {
  return suite.emulator.log.entries().filter((entry) => entry.type === type).length
}

chromiumTest('of two with one uid the newer stays', async () => {
  const older = await joined(7)
  const witness = await joined(8)
  const page = await suite.newPage()
  const newer = await SdkClient.create(page, { proxy: suite.gateway.port }, { role: 'host' })
  const token = suite.token({ uid: '7' })
  expect(await newer.join({ ...lobby, token, uid: 7 })).toEqual({ value: 7 })
  await older.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
  await witness.hears('user-left', 7)
  await witness.hears('user-joined', 7)
  expect((await newer.events()).map(([, state]) => state)).toEqual(['CONNECTING', 'CONNECTED', 8])
  await page.close()
})

// on a busy machine the SDK's first new socket may come too late for it: it then joins anew instead
const patient = { retry: 2 }

chromiumTest(
  'after a lost socket a member resumes, and nobody was seen leaving',
  patient,
  async () => {
    const [client, other] = [await joined(7), await joined(8)]
    await client.hears('user-joined', 8)
    await talking(client, other)
    suite.emulator.outage()
    suite.emulator.restore()
    for (const one of [client, other]) {
      await one.hears('connection-state-change', 'RECONNECTING')
      await one.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
    }
    await suite.happened('resumed', 2)
    expect(times('joined')).toBe(2)
    await other.call('leave')
    await client.hears('user-left', 8, 'Quit')
    const left = (await client.events()).filter(([name]) => name === 'user-left')
    expect(left).toHaveLength(1)
  },
)

chromiumTest('who is put out during the loss is gone after it', async () => {
  const [client, other] = [await joined(7), await joined(8)]
  await client.hears('user-joined', 8)
  await talking(client, other)
  suite.emulator.outage()
  suite.emulator.platform.ban({ appId, uid: 8, seconds: 3600 })
  suite.emulator.restore()
  await client.hears('user-left', 8)
  await other.hears('connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED')
})

chromiumTest('without a stream a member joins anew, with the token that it has', async () => {
  const client = await joined(7)
  suite.emulator.outage()
  suite.emulator.restore()
  await client.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
  expect(times('resumed')).toBe(0)
  expect(times('joined')).toBe(2)
})

chromiumTest(
  'after the grace a member is out, and comes back through the access point',
  async () => {
    const client = await joined(7)
    await talking(client)
    suite.emulator.outage()
    suite.emulator.clock.advance('11s')
    suite.emulator.restore()
    await client.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
    expect([times('left'), times('joined')]).toEqual([1, 2])
  },
)

chromiumTest('who was given a uid keeps it when joining anew', async () => {
  const client = await suite.client({ role: 'host' })
  const { value: uid } = await client.join({ ...lobby, token: suite.token({ uid: '' }), uid: null })
  suite.emulator.outage()
  suite.emulator.restore()
  await client.hears('connection-state-change', 'CONNECTED', 'RECONNECTING')
  const joins = suite.emulator.log.entries().filter((entry) => entry.type === 'joined')
  expect(joins.map((entry) => entry.uid)).toEqual([uid, uid])
})

chromiumTest('who comes back with a token that ended meanwhile is put out', async () => {
  const client = await joined(7, { life: 60, join: 0 })
  suite.emulator.outage()
  suite.emulator.clock.advance('61s')
  suite.emulator.restore()
  await client.hears('connection-state-change', 'DISCONNECTED', undefined, tokenEnded)
  await client.hears('token-privilege-did-expire')
})

chromiumTest('a tab that is closed leaves at once', async () => {
  const witness = await joined(8)
  const page = await suite.newPage()
  const client = await SdkClient.create(page, { proxy: suite.gateway.port }, { role: 'host' })
  await client.join({ ...lobby, token: suite.token({ uid: '7' }), uid: 7 })
  await witness.hears('user-joined', 7)
  await page.close({ runBeforeUnload: true })
  await witness.hears('user-left', 7, 'Quit')
})

chromiumTest('a crashed tab is kept for the grace, and then has timed out', async () => {
  const witness = await joined(8)
  const page = await suite.newPage()
  const client = await SdkClient.create(page, { proxy: suite.gateway.port }, { role: 'host' })
  await client.join({ ...lobby, token: suite.token({ uid: '7' }), uid: 7 })
  await witness.hears('user-joined', 7)
  await page.goto('chrome://crash').catch(() => {}) // the renderer is gone before it answers
  await suite.happened('interrupted')
  suite.emulator.clock.advance('10s')
  await witness.hears('user-left', 7, 'ServerTimeOut')
  await page.close()
})
