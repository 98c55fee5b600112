import { expect, test } from 'vitest'
import { emulator, refusalOf, secondCertificate, token } from './fixture.ts'

const join = { channel: 'lobby', token: token(), uid: 7 } as const

test('a 007 token with a life of 0 admits for 24 hours, unless the setting says that it has ended', async () => {
  const zero = { ...join, token: token({ life: 0, join: 0 }) }
  const e = emulator()
  e.clock.advance('23h59m59s')
  expect(e.join(zero).connectionState).toBe('CONNECTED')
  e.clock.advance('1s')
  refusalOf(() => e.join(zero))
  const strict = emulator({}, { zeroLifeAdmits: false })
  const refusal = refusalOf(() => strict.join(zero))
  expect(refusal).toMatchObject({ code: 'EXPIRED', rule: 'ZERO_LIFE' })
  expect(refusal.causes).toMatchObject([{ code: 'TOKEN_EXPIRED' }])
  const member = strict.join(join)
  await expect(member.renewToken(zero.token)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' })
})

test('a change of a project counts when it has reached the platform, and the console shows it at once', () => {
  const e = emulator({}, { propagationSeconds: 300 })
  e.changeProject((project) => ({ ...project, certificate: secondCertificate }))
  expect(e.projects.list()).toMatchObject([{ certificate: secondCertificate }])
  expect(e.join(join).connectionState).toBe('CONNECTED')
  e.clock.advance('299s')
  e.changeProject((project) => ({ ...project, enabled: false }))
  e.join(join)
  e.clock.advance('1s')
  expect(refusalOf(() => e.join(join)).code).toBe('INVALID')
  e.clock.advance('298s')
  const second = { ...join, token: token({ certificate: secondCertificate }) }
  expect(e.join(second).connectionState).toBe('CONNECTED')
  e.clock.advance('1s')
  expect(refusalOf(() => e.join(second)).code).toBe('INACTIVE')
})

test('members feel a switch when it has reached the platform', () => {
  const e = emulator({ coHostAuthentication: true }, { propagationSeconds: 300 })
  const wish = { ...join, role: 'host', token: token({ video: 60 }) } as const
  const member = e.join(wish)
  e.clock.advance('60s')
  e.setCoHost(false)
  e.clock.advance('299s')
  expect(member.gates.video).toBe(false)
  e.clock.advance('1s')
  expect(member.gates.video).toBe(true)
})

test('the access point lets through who is banned, unless the setting says that it refuses', () => {
  for (const accessPointRefusesBans of [false, true]) {
    const e = emulator({}, { accessPointRefusesBans })
    e.ban({ uid: 7 })
    const { channel } = join
    const subject = { uid: 7 }
    const authorize = () =>
      e.platform.authorize({
        ...{ appId: e.projects.list()[0]!.appId, channel, token: join.token, subject },
        ...{ role: 'host', mode: 'live' },
      })
    if (accessPointRefusesBans) expect(refusalOf(authorize).code).toBe('UID_BANNED')
    else expect(authorize()).toEqual({ uid: 7 })
  }
})
