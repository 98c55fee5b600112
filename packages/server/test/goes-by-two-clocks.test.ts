import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { acting } from './acting.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

const ahead = 400 * 86_400

/** A server beside an emulator whose clock was put ahead by more than a year. */
async function aheadOfTime() {
  const kept = await keptProject()
  const wish = { name: 'ends', scopes: ['tokens:issue'], expiresInSeconds: 3600 } as const
  const { text, key } = await kept.authority.keys.create(wish, acting(seconds()))
  const ownerKey = await kept.keyFor()
  const clocks = { tokenNow: () => seconds() + ahead }
  const { call, server } = await serving(kept, {}, 'serve', clocks)
  return { ...kept, call, server, text, key, ownerKey }
}

const lobby = { rtc: { channel: 'lobby', uid: 7 } }

test('a key that has not ended is good however far ahead the tokens are', async () => {
  const { call, text } = await aheadOfTime()
  const { status, body } = await call('POST /v1/tokens', { key: text, body: lobby })
  expect(status).toBe(201)
  expect(body.issuedAt).toBeGreaterThanOrEqual(seconds() + ahead - 5)
  expect((await call('POST /v1/tokens/inspect', { key: text, body: {} })).status).toBe(403)
})

test('the last use of a key is noted by the clock of the system', async () => {
  const { call, text, key, server, authority } = await aheadOfTime()
  await call('POST /v1/tokens', { key: text, body: lobby })
  await server.close()
  const [used] = (await authority.keys.list()).filter(({ id }) => id === key.id)
  expect(used!.lastUsedAt).toBeGreaterThan(seconds() - 60)
  expect(used!.lastUsedAt).toBeLessThanOrEqual(seconds())
})

test('what owners do is dated by the clock of the system, a temporary token by that of tokens', async () => {
  const { call, ownerKey: key } = await aheadOfTime()
  const { body: made } = await call('POST /v1/projects', { key, body: { name: 'New' } })
  expect(made.project.createdAt).toBeLessThanOrEqual(seconds())
  const { body: created } = await call('POST /v1/keys', { key, body: { name: 'New' } })
  expect(created.key.createdAt).toBeLessThanOrEqual(seconds())
  const body = { channel: 'lobby' }
  const { body: temporary } = await call(`POST /v1/projects/${appId}/temp-tokens`, { key, body })
  expect(temporary.issuedAt).toBeGreaterThanOrEqual(seconds() + ahead - 5)
  expect(inspect(temporary.token)).toMatchObject({ claims: { issuedAt: temporary.issuedAt } })
})

test('a certificate drains by the clock of the system', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  let leap = 0
  const { call } = await serving(kept, {}, 'serve', { tokenNow: () => seconds() + leap })
  await call('POST /v1/tokens', { key, body: lobby })
  const base = `/v1/projects/${appId}/certificates`
  const old = (await call(`GET /v1/projects/${appId}`, { key })).body.project.certificates[0].id
  const second = { place: 'secondary', certificate: 'b'.repeat(32) }
  await call(`POST ${base}`, { key, body: second })
  await call(`POST ${base}/swap`, { key })
  await call(`PATCH ${base}/${old}`, { key, body: { enabled: false } })
  leap = ahead
  const { body } = await call(`DELETE ${base}/${old}`, { key })
  expect(body.code).toBe('CERTIFICATE_DRAINING')
})
