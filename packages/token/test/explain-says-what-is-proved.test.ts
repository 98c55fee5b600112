import { expect, test } from 'vitest'
import { explain } from '../src/explain.ts'
import {
  certificate,
  join,
  now,
  otherAppId,
  otherCertificate,
  rtc,
  token006,
  token007,
  with007,
} from './explain-faults/tokens.ts'

const { certificate: _, ...unproven } = join

test('without a certificate a 007 is called unproven in the first line', () => {
  const sound = explain(token007(), unproven)
  expect(sound).toMatchObject({
    accepted: false,
    proven: false,
    verdict: 'unproven',
    unchecked: ['signature'],
  })
  expect(sound.summary).toMatch(/^unproven: /)
  const refused = explain(token007(), { ...unproven, channel: 'Lobby' })
  expect(refused.summary).toBe(
    'refused: channel differs only by case: token "lobby", join "Lobby" (signature unproven)',
  )
})

test('what stands in the bytes of a 007 is proved all the same', () => {
  expect(explain(token007(), { ...unproven, channel: 'Lobby' }).causes[0]).toMatchObject({
    code: 'CHANNEL_CASE',
    certainty: 'proved',
  })
})

test('a checksum of a 006 that fits a near miss is likely, its signature proves it', () => {
  const given = { ...join, channel: 'Lobby', uid: -7 }
  const token = token006({ uid: '4294967289' })
  expect(explain(token, { ...given, certificate: undefined }).causes[0]).toMatchObject({
    code: 'CHANNEL_CASE',
    certainty: 'likely',
  })
  expect(explain(token, given).causes[0]).toMatchObject({
    code: 'CHANNEL_CASE',
    certainty: 'proved',
  })
})

test('a checksum of a 006 that fits nothing proves the difference', () => {
  const { causes } = explain(token006({ channel: 'kitchen', uid: '99' }), {
    ...join,
    certificate: undefined,
  })
  expect(causes.slice(0, 2)).toMatchObject([
    { code: 'CHANNEL_MISMATCH', certainty: 'proved' },
    { code: 'UID_MISMATCH', certainty: 'proved' },
  ])
})

test('a repair that makes the signature hold is proved, otherwise likely', () => {
  const quoted = `"${token007()}"`
  expect(explain(quoted, join).causes[0]).toMatchObject({
    code: 'TOKEN_QUOTED',
    certainty: 'proved',
  })
  expect(explain(quoted, unproven).causes[0]).toMatchObject({
    code: 'TOKEN_QUOTED',
    certainty: 'likely',
  })
})

test('the project whose certificate signed is named, and the two App IDs are compared', () => {
  const otherProjects = [{ appId: otherAppId, name: 'staging', certificates: [otherCertificate] }]
  const token = token007({ appId: otherAppId }, otherCertificate)
  const { proven, signedBy, causes } = explain(token, { ...join, otherProjects })
  expect({ proven, signedBy }).toEqual({ proven: true, signedBy: 'otherProject' })
  expect(causes[0]).toMatchObject({
    code: 'APP_ID_MISMATCH',
    compared: { token: otherAppId, join: join.appId },
  })
  expect(causes[0]?.message).toContain('staging')
  expect(causes[1]).toMatchObject({ code: 'SIGNED_BY_OTHER_PROJECT', certainty: 'proved' })
})

test('the enabled secondary certificate is as good as the primary', () => {
  const keyring = { primary: otherCertificate, secondary: certificate }
  expect(explain(token007(), { ...unproven, keyring })).toMatchObject({
    accepted: true,
    signedBy: 'secondary',
  })
})

test('every cause is reported, in the order in which to look for them', () => {
  const token = `${with007(rtc({ channel: 'Lobby', uid: '8', privileges: {} }), { appId: otherAppId, issuedAt: now - 7200 })}\n`
  const { causes } = explain(token, join)
  expect(causes.map(({ code }) => code)).toEqual([
    'TOKEN_WHITESPACE',
    'APP_ID_MISMATCH',
    'CHANNEL_CASE',
    'UID_MISMATCH',
    'TOKEN_EXPIRED',
    'JOIN_PRIVILEGE_MISSING',
  ])
})

test('the answer of the platform and of each SDK stands beside the cause', () => {
  expect(explain(token007(), { ...join, channel: 'Lobby' }).outcome).toMatchObject({
    name: 'INVALID',
    accessPoint: '2010009 NO_AUTHORIZED "invalid token, authorized failed"',
    native: 'FAILED, reason 8 INVALID_TOKEN',
    nativeError: '110 ERR_INVALID_TOKEN',
    recording: '101',
  })
})

test('the timeline tells the instants of the token in order', () => {
  const { timeline } = explain(
    with007(rtc({ privileges: { joinChannel: 600, publishAudio: 0 } })),
    join,
  )
  expect(timeline).toEqual([
    { at: now - 60, what: 'issued' },
    { at: now, what: 'now' },
    { at: now + 540, what: 'privilegeEnds', privilege: 'rtc.joinChannel' },
    { at: now + 3540, what: 'tokenEnds' },
    { at: now - 60 + 86_400, what: 'dayEnds' },
  ])
})

test('a join with the App ID alone is the project’s affair', () => {
  const open = { appIdOnly: true }
  expect(explain(null, { ...join, project: open })).toMatchObject({ accepted: true, proven: false })
  expect(explain(join.appId, { ...join, project: open })).toMatchObject({ accepted: true })
  expect(explain(null, { now, appId: join.appId })).toMatchObject({
    accepted: false,
    verdict: 'unproven',
  })
  expect(explain(null, { ...join, project: { ...open, enabled: false } }).causes[0]?.code).toBe(
    'PROJECT_DISABLED',
  )
})

test('what is only worth knowing refuses nothing', () => {
  const advice = { ...join, members: [7], madeInClient: true, sdk: { name: 'cloud-recording' } }
  const { accepted, causes } = explain(token007({ expiresInSeconds: 80 }), advice)
  expect(accepted).toBe(true)
  expect(causes.map(({ code }) => code)).toEqual([
    'TOKEN_MADE_IN_BROWSER',
    'UID_ALREADY_JOINED',
    'RECORDER_STOPS',
    'ENDS_SOON',
  ])
})

test('an error that nothing found explains is said to disagree', () => {
  const { verdict, causes } = explain(token007(), {
    ...join,
    channel: 'Lobby',
    error: 'no active status',
  })
  expect(verdict).toBe('refused')
  expect(causes.at(-1)).toMatchObject({ code: 'ERROR_DISAGREES', certainty: 'hint' })
})

test('dots at the end prove that a token was shortened', () => {
  for (const dots of ['...', '\u2026', '..."']) {
    const { causes } = explain(token007().slice(0, 90) + dots, join)
    expect(causes[0]).toMatchObject({ code: 'TOKEN_TRUNCATED', certainty: 'proved' })
  }
})

test('a fact that is stated, and not in the token, makes a cause likely only', () => {
  const project = { enabled: false, known: false, certificateEnabled: false }
  const { causes } = explain(token007(), { ...join, project, bans: [{ channel: 'lobby' }] })
  expect(new Set(causes.map(({ certainty }) => certainty))).toEqual(new Set(['likely']))
})
