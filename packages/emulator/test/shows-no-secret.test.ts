import { expect, onTestFinished, test } from 'vitest'
import { createNotifications } from '../src/notifications/notifications.ts'
import {
  appId,
  certificate,
  emulator,
  otherAppId,
  refusalOf,
  secondCertificate,
  start,
  token,
} from './fixture.ts'
import { withControl } from './support/control.ts'
import { receiver } from './support/receiver.ts'
import { withRest } from './support/rest.ts'

const whole = token()
/** of an admitted member: any account may use it */
const anyone = token({ uid: '' })
const secrets = [certificate, secondCertificate, whole, encodeURIComponent(whole)]

function expectNoSecret(shown: unknown): void {
  const text = JSON.stringify(shown).toLowerCase()
  for (const secret of secrets) expect(text).not.toContain(secret.toLowerCase())
}

test.each([
  ['the certificate', certificate],
  ['the certificate in other letters', certificate.toUpperCase()],
  ['the secondary certificate', secondCertificate],
  ['a name with the certificate in it', `room-${certificate}-1`],
  ['a token', whole],
  ['a quoted token', `"${whole}"`],
  ['a token from a URL', encodeURIComponent(whole)],
  ['a Channel Key', `005${'AQoA+ab/'.repeat(16)}`],
])('%s, put in any place of a join or login, is logged and shown nowhere', (_, secret) => {
  const { join, login, log, read } = withControl({ secondary: { certificate: secondCertificate } })
  const wish = { channel: 'lobby', token: whole, uid: 7 }
  refusalOf(() => join({ ...wish, appId: secret }))
  refusalOf(() => join({ ...wish, channel: secret }))
  refusalOf(() => join({ ...wish, uid: secret }))
  for (const wrong of [{ appId: secret }, { userId: secret }]) {
    expect(() => login({ userId: 'alice', token: whole, ...wrong })).toThrow()
  }
  expect(log.entries()).toHaveLength(5)
  expectNoSecret(log.entries())
  expectNoSecret(read('/events'))
  expect(JSON.stringify(log.entries())).not.toContain('AQoA+ab/'.repeat(11))
})

test('who is refused by an outage is logged like anyone else', () => {
  const { join, login, log, outage } = emulator()
  outage()
  refusalOf(() => join({ appId: certificate, channel: whole, token: null, uid: whole }))
  expect(() => login({ appId: certificate, userId: whole, token: null })).toThrow()
  expectNoSecret(log.entries())
})

test('a certificate that is no longer in use shows as little', () => {
  const { join, log, changeProject } = emulator({
    secondary: { certificate: secondCertificate },
  })
  changeProject(({ secondary: _, ...project }) => ({ ...project, certificate: otherAppId }))
  refusalOf(() => join({ appId: certificate, channel: 'lobby', token: null }))
  refusalOf(() => join({ appId: secondCertificate, channel: 'lobby', token: null }))
  expectNoSecret(log.entries())
})

test('members and channels that are called as a secret are shown without it', async () => {
  const { join, log, read, post, ban, platform } = withControl({ appIdOnly: true })
  const { url, received } = await receiver()
  const notifications = createNotifications(platform, { url, secret: 'of notifications' })
  onTestFinished(notifications.stop)
  const member = join({ channel: certificate, token: null, uid: whole, role: 'host' })
  join({ channel: 'lobby', token: anyone, uid: whole, role: 'host' })
  expect(read('/members').members).toMatchObject([
    { channel: '[certificate]', account: '[token]' },
    { channel: 'lobby', account: '[token]' },
  ])
  expectNoSecret(read('/members'))
  expectNoSecret(read('/channels'))
  ban({ channel: 'hall' })
  expectNoSecret(post('/bans', { channel: certificate, privileges: ['publish_audio'] }).body)
  expectNoSecret(read('/bans'))
  member.leave()
  await notifications.idle()
  expect(received.length).toBeGreaterThan(3)
  expectNoSecret(received.map(({ text }) => text))
  expectNoSecret(log.entries())
})

test('REST names a channel or a rule without it', () => {
  const { platform, ask } = withRest({ appIdOnly: true })
  const request = { appId, channel: certificate, token: null, subject: { uid: 7 } } as const
  platform.join({ ...request, role: 'host', mode: 'live' }, () => {})
  platform.ban({ appId, channel: whole, seconds: 60 })
  expectNoSecret(ask(`GET /dev/v1/channel/${appId}`).body)
  expectNoSecret(ask(`GET /dev/v1/kicking-rule?appid=${appId}`).body)
})

test('what is over-long is cut, and an account of 255 characters is not', () => {
  const { join, login, log } = emulator({ appIdOnly: true })
  const longest = 'a'.repeat(255)
  join({ channel: 'lobby', token: null, uid: longest })
  expect(log.entries().at(-1)).toMatchObject({ type: 'joined', account: longest })
  expect(() => login({ userId: 'a'.repeat(60_000), token: null })).toThrow()
  expect(log.entries().at(-1)).toMatchObject({ account: `${'a'.repeat(254)}…` })
  refusalOf(() => join({ appId: 'b'.repeat(2000), channel: 'c'.repeat(2000), token: null }))
  expect(log.entries().at(-1)).toMatchObject({
    appId: `${'b'.repeat(254)}…`,
    channel: `${'c'.repeat(254)}…`,
  })
})

test('names that look a little like a secret are left as they are', () => {
  const { join, log } = emulator({ appIdOnly: true })
  const names = [otherAppId, `006${'a'.repeat(61)}`, '0075 the bond room', appId]
  for (const account of names) join({ channel: 'lobby', token: null, uid: account })
  const shown = log.entries().flatMap((entry) => (entry.type === 'joined' ? entry.account : []))
  expect(shown).toEqual(names)
})

test('a cause is told whole, however long it is', () => {
  const { join, log } = emulator()
  const { causes } = refusalOf(() =>
    join({ channel: 'lobby', token: token({ issuedAt: start - 7200 }), uid: 'x'.repeat(200) }),
  )
  expect(log.entries().at(-1)).toMatchObject({ causes })
})

test('errors about projects name no more than the beginning of an App ID', () => {
  const { ban, changeProject, projects } = emulator()
  const messages = [
    () => ban({ appId: certificate, uid: 7 }),
    () => changeProject((project) => project, certificate),
    () => projects.add({ appId: certificate, certificate: 'x' }),
    () => projects.add({ appId: certificate, secondary: { certificate: secondCertificate } }),
    () => {
      projects.add({ appId: certificate })
      projects.add({ appId: certificate })
    },
  ].map((act) => messageOf(act))
  for (const message of messages) expect(message).toContain(certificate.slice(0, 8))
  expectNoSecret(messages)
})

function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
