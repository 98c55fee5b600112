import { expect } from 'vitest'
import {
  otherAppId,
  token as rtcToken,
  secondCertificate,
  start,
} from '../../packages/emulator/test/fixture.ts'
import {
  type MessagingWish,
  messagingToken,
  messagingToken2,
  messagingToken006,
} from '../../packages/emulator/test/support/messaging-token.ts'
import { chromiumTest } from '../support/chromium.ts'
import { appId } from './support/emulator.ts'
import { type LoginWish, messagingSuite } from './support/messaging.ts'

// the SDK's own setting for a platform elsewhere: it goes nowhere else then
const suite = messagingSuite('private config')
const day = 86_400
let users = 0

/** One user for each login: the SDK wants no two clients of one user in a page. */
async function refused(wish: Partial<LoginWish> | ((userId: string) => string) = {}) {
  const userId = `user-${++users}`
  const given = typeof wish === 'function' ? { token: wish(userId) } : wish
  const outcome = await suite.login({ appId, userId, ...given })
  return { ...outcome, states: outcome.states.map(([state, reason]) => `${state} ${reason}`) }
}

function failed(reasonCode: string) {
  return ['CONNECTING LOGIN', `FAILED ${reasonCode}`]
}

function of(wish: MessagingWish) {
  return (userId: string) => messagingToken({ userId, ...wish })
}

chromiumTest.each([
  ['of another certificate', of({ certificate: secondCertificate }), 9, 'NO_AUTHORIZED'],
  ['of another user', of({ userId: 'bob' }), 7, 'INVALID_USER_ID'],
  ['of any user', of({ userId: '' }), 7, 'INVALID_USER_ID'],
  ['of the old format for another user', () => messagingToken006('bob'), 7, 'INVALID_USER_ID'],
  ['that is only the App ID', () => appId, 15, 'DYNAMIC_ENABLED_BUT_STATIC_KEY'],
] as const)('a token %s is refused as invalid', async (_, token, reason, name) => {
  expect(await refused(token)).toEqual({
    errorCode: -10_005,
    serverCode: 2_010_000 + reason,
    reason: expect.stringContaining(name),
    states: failed('INVALID_TOKEN'),
  })
})

chromiumTest('no token is refused like the App ID alone', async () => {
  expect(await refused()).toMatchObject({ errorCode: -10_005, serverCode: 2_010_015 })
})

chromiumTest.each([
  ['that expired', of({ issuedAt: start - 3600 }), 13, 'TOKEN_EXPIRED'],
  ['whose privilege expired', of({ issuedAt: start - 60, login: 60 }), 13, 'TOKEN_EXPIRED'],
  ['of yesterday', of({ issuedAt: start - day - 1, life: 7 * day }), 10, 'TOKEN_TIMEOUT'],
] as const)('a token %s is refused as expired', async (_, token, reason, name) => {
  expect(await refused(token)).toEqual({
    errorCode: -10_009,
    serverCode: 2_010_000 + reason,
    reason: expect.stringContaining(name),
    states: failed('TOKEN_EXPIRED'),
  })
})

chromiumTest.each([
  ['for a channel', () => rtcToken()],
  ['without the privilege to log in', of({ login: null })],
] as const)('a token %s is refused as not authorized', async (_, token) => {
  expect(await refused(token)).toMatchObject({
    errorCode: -10_015,
    serverCode: 2_010_021,
    states: failed('LOGIN_NOT_AUTHORIZED'),
  })
})

chromiumTest(
  'an unknown or disabled App ID, and one without certificate, are refused',
  async () => {
    const rejected = { errorCode: -10_003, states: failed('LOGIN_REJECTED') }
    const unknown = { appId: otherAppId, token: messagingToken({ appId: otherAppId }) }
    expect(await refused(unknown)).toMatchObject({ ...rejected, serverCode: 2_010_005 })
    const { changeProject } = suite.emulator
    const { certificate } = suite.emulator.projects.find(appId)!
    try {
      changeProject((project) => ({ ...project, enabled: false }))
      expect(await refused(of({}))).toMatchObject({ ...rejected, serverCode: 2_010_011 })
      changeProject((project) => ({ ...project, enabled: true, certificate: undefined }))
      expect(await refused(of({}))).toMatchObject({ ...rejected, serverCode: 2_010_014 })
    } finally {
      changeProject((project) => ({ ...project, enabled: true, certificate }))
    }
  },
)

chromiumTest(
  'a token of another App ID, or a damaged one, the SDK refuses without asking',
  async () => {
    expect(await refused(of({ appId: otherAppId }))).toMatchObject({
      errorCode: -10_016,
      serverCode: undefined,
      states: failed('INCONSISTENT_APP_ID'),
    })
    for (const token of ['garbage', '007garbage']) {
      expect(await refused({ token })).toMatchObject({ errorCode: -10_005, serverCode: undefined })
    }
    expect(suite.emulator.log.entries()).toEqual([])
  },
)

chromiumTest.each([
  ['007', messagingToken],
  ['007 with permissions', messagingToken2],
  ['006', ({ userId }: MessagingWish) => messagingToken006(userId)],
] as const)(
  'a good token (%s) is verified, and told that no messaging is behind it',
  async (_, make) => {
    expect(await refused((userId) => make({ userId }))).toMatchObject({
      errorCode: -10_010,
      states: failed('LOGIN_REJECTED'),
    })
    const types = new Set(suite.emulator.log.entries().map(({ type }) => type))
    expect([...types]).toEqual(['login verified'])
  },
)
