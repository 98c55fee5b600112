import { expect, onTestFinished } from 'vitest'
import { otherAppId, secondCertificate, token006 } from '../../packages/emulator/test/fixture.ts'
import { chromiumTest } from '../support/chromium.ts'
import { SdkClient } from './support/client.ts'
import { appId } from './support/emulator.ts'
import { sinceVersion, tokenEnded } from './support/sdk-version.ts'
import { sdkSuite } from './support/suite.ts'

const suite = sdkSuite()
const day = 86_400

/** What each refusal looks like to an app. */
function gatewayError(text: string) {
  return {
    error: {
      code: 'CAN_NOT_GET_GATEWAY_SERVER',
      message: expect.stringContaining(text),
      data: expect.objectContaining({ retry: false, desc: expect.arrayContaining([text]) }),
    },
  }
}

/** A client in a page of its own, whose first socket to the edge is not opened before `act` was done. */
async function clientBetween(act: () => void): Promise<SdkClient> {
  const page = await suite.newPage()
  onTestFinished(() => page.close())
  let isFirst = true
  await page.routeWebSocket(/\/ws\//, (socket) => {
    if (isFirst) act()
    isFirst = false
    socket.connectToServer()
  })
  return SdkClient.create(page, { proxy: suite.gateway.port })
}

// each refusal is asked for twice, a second apart, so all wait at once
chromiumTest('a token with a fault is refused with the text for its fault', async () => {
  const { token, now } = suite
  const old = now() - day - 60
  const cases: readonly (readonly [text: string, token: string | null, appId?: string])[] = [
    ['invalid token, authorized failed', token({ certificate: secondCertificate })],
    ['invalid token, authorized failed', token({ channel: 'Lobby' })],
    ['invalid token, authorized failed', token({ uid: '8' })],
    ['invalid token, authorized failed', token({ appId: otherAppId })],
    ['invalid token, authorized failed', 'garbage'],
    ['dynamic key expired', token({ issuedAt: now() - 61, life: 60, join: 60 })],
    ['dynamic key or token timeout', token({ issuedAt: old, life: 7 * day, join: 7 * day })],
    ['dynamic use static key', null],
    ['invalid vendor key, can not find appid', token(), otherAppId],
  ]
  const refused = cases.map(async ([text, wrong, app = appId]) => {
    const client = await suite.client()
    const outcome = await client.join({ appId: app, channel: 'lobby', token: wrong, uid: 7 })
    expect(outcome).toEqual(gatewayError(text))
    const events = await client.events()
    expect(events.map(([, state]) => state)).toEqual(['CONNECTING', 'DISCONNECTED'])
  })
  await Promise.all(refused)
  const causes = suite.emulator.log
    .entries()
    .flatMap((entry) => (entry.type === 'refused' ? entry.causes.slice(0, 1) : []))
  expect(causes.length).toBeGreaterThanOrEqual(cases.length)
})

chromiumTest('a 006 token is refused as one of another user', async () => {
  const client = await suite.client()
  const join = { appId, channel: 'lobby', token: token006(), uid: 8 }
  expect(await client.join(join)).toEqual(gatewayError('invalid token, authorized failed'))
})

chromiumTest('a disabled project is refused', async () => {
  suite.emulator.changeProject((project) => ({ ...project, enabled: false }))
  try {
    const client = await suite.client({}, { accessPoints: suite.gateway.port })
    const join = { appId, channel: 'lobby', token: suite.token(), uid: 7 }
    expect(await client.join(join)).toEqual(gatewayError('no active status'))
  } finally {
    suite.emulator.changeProject((project) => ({ ...project, enabled: true }))
  }
})

chromiumTest('a token is refused where there is no certificate', async () => {
  const { certificate } = suite.emulator.platform.world.projects.find(appId)!
  suite.emulator.changeProject((project) => ({ ...project, certificate: undefined }))
  try {
    const client = await suite.client()
    const join = { appId, channel: 'lobby', token: suite.token(), uid: 7 }
    expect(await client.join(join)).toEqual(gatewayError('static use dynamic key'))
  } finally {
    suite.emulator.changeProject((project) => ({ ...project, certificate }))
  }
})

chromiumTest('a string account of an unknown project is refused', async () => {
  const client = await suite.client()
  const join = { appId: otherAppId, channel: 'lobby', token: suite.token(), uid: 'alice' }
  expect(await client.join(join)).toMatchObject({
    error: { code: 'UNEXPECTED_RESPONSE', message: expect.stringContaining('invalid appid') },
  })
})

chromiumTest('a token that ends between access point and edge ends the join', async () => {
  const client = await clientBetween(() => suite.emulator.clock.advance('61s'))
  const token = suite.token({ life: 60, join: 60 })
  // 4.18 and 4.20 ask the access point again, and keep its refusal to themselves
  const error = sinceVersion('4.24')
    ? { code: 'TOKEN_EXPIRE', message: expect.stringContaining('dynamic key expired') }
    : { code: 'WS_ABORT' }
  const outcome = await client.join({ appId, channel: 'lobby', token, uid: 7 })
  expect(outcome).toMatchObject({ error })
  await client.hears('connection-state-change', 'DISCONNECTED', undefined, tokenEnded)
})

chromiumTest('with a ticket that is too old the SDK asks for another, and joins', async () => {
  suite.emulator.changeProject((project) => ({ ...project, appIdOnly: true }))
  try {
    const client = await clientBetween(() => suite.emulator.clock.advance('25h'))
    const join = { appId, channel: 'lobby', token: null, uid: 7 }
    expect(await client.join(join)).toEqual({ value: 7 })
  } finally {
    suite.emulator.changeProject((project) => ({ ...project, appIdOnly: false }))
  }
})

chromiumTest('an emulator that does not run is named', async () => {
  const client = await suite.client({}, { proxy: 1 })
  const join = { appId, channel: 'lobby', token: suite.token(), uid: 7 }
  expect(await client.join(join)).toMatchObject({ error: { code: 'EMULATOR_UNREACHABLE' } })
})
