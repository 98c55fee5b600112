import { expect, test } from 'vitest'
import { acting } from './acting.ts'
import { appId, keptProject, serving } from './authority.ts'
import { start } from './fixture.ts'
import { FakePlatform } from './platform.ts'

const url = `/v1/projects/${appId}/bans`
const customer = {
  SYMBOLON_PLATFORM_CUSTOMER_ID: 'a-customer',
  SYMBOLON_PLATFORM_CUSTOMER_SECRET: 'a-secret-of-the-console',
}

async function begun() {
  const platform = await FakePlatform.start()
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call, server } = await serving(kept, { SYMBOLON_PLATFORM_URL: platform.url, ...customer })
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  const listed = async () => (await ask(`GET ${url}?all=true`)).body.bans[0]
  return { platform, ask, server, listed, kept }
}

test('a server with the credentials of a customer tells the platform of bans and of their end', async () => {
  const { platform, ask, listed, server } = await begun()
  const { body } = await ask(`POST ${url}`, { uid: 7, channel: 'lobby' })
  expect(body.ban.platform.state).toBe('queued')
  expect(body.notes[0]).toContain('The platform is told at once')
  await expect.poll(async () => (await listed()).platform.state).toBe('applied')
  expect((await listed()).platform.ruleId).toBe(platform.rules[0]!.id)
  expect(platform.rules).toMatchObject([{ appid: appId, uid: 7, cname: 'lobby' }])
  await ask(`DELETE ${url}/${body.ban.id}`)
  await expect.poll(async () => (await listed()).platform.state).toBe('lifted')
  expect(platform.rules).toEqual([])
  expect(JSON.stringify(server.log.lines)).not.toContain('a-secret')
})

test('while the platform does not answer, no token is given all the same, and how far it is can be seen', async () => {
  const { platform, ask, listed, server } = await begun()
  platform.mood = { status: 503 }
  await ask(`POST ${url}`, { uid: 7 })
  const refused = await ask('POST /v1/tokens', { rtc: { channel: 'lobby', uid: 7 } })
  expect([refused.status, refused.body.code]).toEqual([403, 'SUBJECT_BANNED'])
  await expect.poll(async () => (await listed()).platform.lastError).toBe('HTTP 503: not now')
  expect((await listed()).platform).toMatchObject({ state: 'queued', nextAt: expect.any(Number) })
  expect(server.log.lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { fields: { ban: expect.stringMatching(/^b_/), error: 'HTTP 503: not now' } },
  ])
})

test('the platform is told nothing of a project that it does not know', async () => {
  const { platform, ask, kept } = await begun()
  const { project } = await kept.authority.console.create({ name: 'Local' }, acting(1))
  const { body } = await ask(`POST /v1/projects/${project.appId}/bans`, { uid: 7 })
  expect(body.ban.platform.state).toBe('not configured')
  expect(body.notes[0]).toContain('The project is local')
  await ask(`POST ${url}`, { uid: 8 })
  await expect.poll(() => platform.rules.length).toBe(1)
  expect(platform.rules).toMatchObject([{ appid: appId, uid: 8 }])
})

test('half of the credentials, or an address that others read, is refused at the start', async () => {
  const { SYMBOLON_PLATFORM_CUSTOMER_ID: id } = customer
  await expect(start({ SYMBOLON_PLATFORM_CUSTOMER_ID: id })).rejects.toThrow('go together')
  const plain = { ...customer, SYMBOLON_PLATFORM_URL: 'http://api.example.com' }
  await expect(start(plain)).rejects.toThrow('SYMBOLON_PLATFORM_URL')
})
