import { expect } from 'vitest'
import { chromiumTest } from '../support/chromium.ts'
import { appId } from './support/emulator.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite({ mapHosts: true, media: true })
const lobby = { appId, channel: 'lobby' }

// no setting in the SDK at all: its own hosts are mapped to the emulator
chromiumTest('by its own host names the SDK finds the emulator, with media', async () => {
  const host = await suite.client({ role: 'host' }, {})
  const join = { ...lobby, token: suite.token({ uid: 'alice' }), uid: 'alice' }
  expect(await host.join(join)).toEqual({ value: 'alice' })
  const viewer = await suite.client({}, {})
  expect(await viewer.join({ ...lobby, token: suite.token(), uid: 7 })).toEqual({ value: 7 })
  await host.publish('video')
  await viewer.hears('user-published', 'alice', 'video')
  await viewer.subscribe('alice', 'video')
  await viewer.moves('alice', 'video')
})

chromiumTest('by its own host names it is refused', async () => {
  const client = await suite.client({}, {})
  expect(await client.join({ ...lobby, token: 'garbage', uid: 7 })).toMatchObject({
    error: { message: expect.stringContaining('invalid token, authorized failed') },
  })
})
