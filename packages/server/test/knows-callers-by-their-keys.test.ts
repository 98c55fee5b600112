import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { jsonLog } from '@symbolon/server'
import { expect, test } from 'vitest'
import { newKey } from '../src/keys/key-text.ts'
import { acting } from './acting.ts'
import { keptProject, seconds, serving } from './authority.ts'
import { key as operatorKey, start } from './fixture.ts'

// T1, T3 and T10 of the threat model: who is asked for a key, what of it is written down, and what a wrong one tells.

const wish = { rtc: { channel: 'lobby', uid: 7 } }
const tokens = 'POST /v1/tokens'

test('a key is taken as a bearer, as X-API-Key and as ?key=, and named by its id in the log', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('tokens:issue')
  const { call, server } = await serving(
    kept,
    { SYMBOLON_DIALECT_FORMAT: 'demo-server=007' },
    'serve',
  )
  const [{ id } = { id: '' }] = await kept.authority.keys.list()
  const ways = [
    await call(tokens, { body: wish, key }),
    await call(tokens, { body: wish, headers: { 'x-api-key': key } }),
    await call(`${tokens}?key=${key}`, { body: wish }),
    await call('GET /rtcToken?channelName=lobby&uid=7', { key }),
    await call(`GET /rtcToken?channelName=lobby&uid=7&key=${key}`),
    await call(`GET /rtc/lobby/publisher/uid/7/?key=${key}`),
  ]
  expect(ways.map(({ status }) => status)).toEqual([201, 201, 201, 200, 200, 200])
  const issued = server.log.lines.filter(({ message }) => message === 'issued')
  expect(issued.map(({ fields }) => JSON.stringify(fields).includes(`"${id}"`))).toEqual(
    ways.map(() => true),
  )
  expect(JSON.stringify(server.log.lines)).not.toContain(key.slice(4, 20))
})

test('without the scope it is 403, in the shape of whoever is asked', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('projects:read')
  const { call } = await serving(kept, {}, 'serve')
  expect(await call(tokens, { body: wish, key })).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING', detail: expect.stringContaining('tokens:issue') },
  })
  const explain = await call('POST /v1/tokens/explain', { body: { token: null }, key })
  expect(explain.body).toMatchObject({ code: 'SCOPE_MISSING' })
  const dialect = await call('GET /rtc/lobby/publisher/uid/7/', { key })
  expect(dialect.status).toBe(403)
  expect(dialect.body).not.toHaveProperty('code')
  expect(dialect.text).toContain('tokens:issue')
})

test('whatever is wrong with a key, the answer is the same', async () => {
  const kept = await keptProject()
  const { keys } = kept.authority
  const scopes = ['tokens:issue'] as const
  const revoked = await keys.create({ name: 'revoked', scopes }, acting(seconds()))
  await keys.revoke(revoked.key.id, acting(seconds()))
  const old = { name: 'expired', scopes, expiresInSeconds: 60 }
  const expired = await keys.create(old, acting(seconds() - 3600))
  const good = await kept.keyFor('tokens:issue')
  const { call, server } = await serving(kept, {}, 'serve')
  const mistyped = good.slice(0, -1) + (good.endsWith('0') ? '1' : '0')
  const wrong = [
    revoked.text,
    expired.text,
    newKey().text,
    mistyped,
    `${good}x`,
    'sym_',
    'hunter22',
  ]
  const answers: unknown[] = []
  for (const key of wrong) {
    const { status, body } = await call(tokens, { body: wish, key })
    answers.push({ status, ...body, requestId: undefined })
    const dialect = await call('GET /rtcToken?channelName=lobby', { key })
    expect(dialect.status).toBe(401)
    expect(dialect.text).not.toContain(key)
  }
  expect(answers[0]).toMatchObject({ status: 401, code: 'CALLER_UNAUTHENTICATED' })
  for (const answer of answers) expect(answer).toEqual(answers[0])
  const logged = JSON.stringify(server.log.lines)
  for (const key of wrong) if (key.length > 8) expect(logged).not.toContain(key)
})

test('a key that is revoked elsewhere is refused a second later, and a new one is known', async () => {
  const kept = await keptProject()
  const { keys } = kept.authority
  const made = await keys.create({ name: 'a', scopes: ['tokens:issue'] }, acting(seconds()))
  const { call } = await serving(kept, {}, 'serve')
  const status = async (key: string) => (await call(tokens, { body: wish, key })).status
  expect(await status(made.text)).toBe(201)
  const rotated = await keys.rotate(made.key.id, { overlapSeconds: 3600 }, acting(seconds()))
  await expect.poll(() => status(rotated.text)).toBe(201)
  expect(await status(made.text)).toBe(201)
  await keys.revoke(made.key.id, acting(seconds()))
  await expect.poll(() => status(made.text)).toBe(401)
  expect(await status(rotated.text)).toBe(201)
})

test('a key that is revoked while the body is on its way gets no token', async () => {
  const kept = await keptProject()
  const { keys } = kept.authority
  const made = await keys.create({ name: 'a', scopes: ['tokens:issue'] }, acting(seconds()))
  const owner = await kept.keyFor()
  const { call, server } = await serving(kept, {}, 'serve')
  const body = JSON.stringify(wish)
  const headers = { authorization: `Bearer ${made.text}`, 'content-type': 'application/json' }
  const sent = request(server.url + tokens.split(' ')[1], {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
  })
  const answered = once(sent, 'response')
  sent.write(body.slice(0, 5))
  await expect.poll(() => call('GET /livez').then(({ status }) => status)).toBe(200)
  expect((await call(`DELETE /v1/keys/${made.key.id}`, { key: owner })).status).toBe(200)
  sent.end(body.slice(5))
  const [answer] = await answered
  answer.resume()
  expect(answer.statusCode).toBe(401)
})

test('an overlap ends by itself', async () => {
  const kept = await keptProject()
  const { keys } = kept.authority
  const made = await keys.create({ name: 'a', scopes: ['tokens:issue'] }, acting(seconds()))
  await keys.rotate(made.key.id, { overlapSeconds: 0 }, acting(seconds()))
  const { call } = await serving(kept, {}, 'serve')
  expect((await call(tokens, { body: wish, key: made.text })).status).toBe(401)
})

test('the key of the settings goes on working beside them, for tokens alone', async () => {
  const kept = await keptProject()
  const own = await kept.keyFor()
  const { call } = await serving(kept, { SYMBOLON_API_KEY: operatorKey }, 'serve')
  for (const key of [own, operatorKey]) {
    expect((await call(tokens, { body: wish, key })).status).toBe(201)
  }
  expect((await call('GET /v1/projects', { key: own })).status).toBe(200)
  expect(await call('GET /v1/projects', { key: operatorKey })).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  })
  expect((await call(tokens, { body: wish })).status).toBe(401)
})

test('on this machine itself everyone gets tokens, but who brings one of our keys is judged by it', async () => {
  const kept = await keptProject()
  const reader = await kept.keyFor('projects:read')
  const { call } = await serving(kept)
  const status = async (key?: string) => (await call(tokens, { body: wish, key })).status
  expect(await status()).toBe(201)
  expect(await status('whatever-a-client-sends')).toBe(201)
  expect(await status(newKey().text)).toBe(401)
  expect(await status(reader)).toBe(403)
  expect((await call('GET /v1/projects', { key: reader })).status).toBe(200)
})

test('for strangers a server starts only with a good key in its database, or one of the settings', async () => {
  const kept = await keptProject()
  const { keys } = kept.authority
  const none = 'no good key is in the database'
  await expect(serving(kept, {}, 'serve')).rejects.toThrow(none)
  await expect(serving(kept, { HOST: '0.0.0.0' })).rejects.toThrow(none)
  const { key } = await keys.create({ name: 'a', scopes: ['tokens:issue'] }, acting(seconds()))
  const { server } = await serving(kept, {}, 'serve')
  expect(server.banner).toContain('$SYMBOLON_API_KEY')
  const { call } = await serving(kept, { HOST: '0.0.0.0' })
  expect((await call(tokens, { body: wish })).status).toBe(401)
  await keys.revoke(key.id, acting(seconds()))
  await expect(serving(kept, {}, 'serve')).rejects.toThrow(none)
})

test('no key stands in the database, and when it was used does', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('tokens:issue')
  const { call, server } = await serving(kept, {}, 'serve')
  await call(tokens, { body: wish, key })
  await server.close(0.2)
  const [used] = await kept.authority.keys.list()
  expect(used?.lastUsedAt).toBeGreaterThan(seconds() - 60)
  const files = ['symbolon.db', 'symbolon.db-wal'].map((name) =>
    readFileSync(join(kept.dataDir, name), 'latin1'),
  )
  for (const text of files) expect(text).not.toContain(key.slice(4, -6))
})

test('a key that a client put in a wrong place is not logged', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('tokens:issue')
  const lines: string[] = []
  const log = jsonLog({ write: (line: string) => lines.push(line) })
  const env = { SYMBOLON_DATA_DIR: kept.dataDir }
  const server = await start(env, { command: 'serve', log })
  const headers = { 'x-api-key': key }
  for (const path of [`/nowhere/${key}`, `/rtc/${key}/publisher/uid/7`, `/rtc/a/b/c/${key}/`]) {
    await fetch(server.url + path, { headers })
  }
  await server.close(0.2)
  expect(lines.join('')).toContain('"issued"')
  expect(lines.join('')).toContain('sym_…')
  expect(lines.join('')).not.toContain(key.slice(4, 20))
})
