import { expect } from 'vitest'
import { start } from '../../packages/emulator/test/fixture.ts'
import { messagingToken } from '../../packages/emulator/test/support/messaging-token.ts'
import { chromiumTest } from '../support/chromium.ts'
import { appId } from './support/emulator.ts'
import { messagingSuite } from './support/messaging.ts'

// no setting in the SDK at all: its own hosts are mapped to the emulator
const suite = messagingSuite('mapped hosts')

chromiumTest(
  'by its own host names the messaging SDK finds the emulator, and is refused',
  async () => {
    const token = messagingToken({ issuedAt: start - 3600 })
    expect(await suite.login({ appId, userId: 'alice', token })).toMatchObject({
      errorCode: -10_009,
    })
  },
)
