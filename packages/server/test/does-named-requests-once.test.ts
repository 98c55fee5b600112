import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { ServerError } from '../src/errors.ts'
import { doOnce } from '../src/repeats/once.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { appId, keptProject, serving } from './authority.ts'
import { temporaryFolder } from './fixture.ts'

const at = 1_800_000_000
const shop = `/v1/projects/${appId}`

async function owner() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const other = await kept.keyFor()
  const { call, server } = await serving(kept)
  const ask = (line: string, how: { body?: unknown; name?: string; by?: string } = {}) =>
    call(line, {
      key: how.by ?? key,
      body: how.body,
      ...(how.name !== undefined && { headers: { 'idempotency-key': how.name } }),
    })
  return { kept, ask, key, other, server }
}

test('a repeated request gets the answer of the first, and nothing is done twice', async () => {
  const { kept, ask } = await owner()
  const once = { name: randomUUID(), body: { name: 'backend' } }
  const first = await ask('POST /v1/keys', once)
  const again = await ask('POST /v1/keys', { ...once, name: `"${once.name}"` })
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text])
  expect(first.headers.get('idempotent-replayed')).toBeNull()
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  const keys = await kept.authority.keys.list()
  expect(keys.filter(({ name }) => name === 'backend')).toHaveLength(1)
})

test('of repetitions at the same time one alone acts', async () => {
  const { kept, ask } = await owner()
  const once = { name: randomUUID(), body: { name: 'Other' } }
  const all = await Promise.all(Array.from({ length: 8 }, () => ask('POST /v1/projects', once)))
  for (const { status, body } of all) {
    expect([201, 'IDEMPOTENCY_UNFINISHED']).toContain(status === 201 ? status : body.code)
  }
  expect(await kept.authority.console.list()).toHaveLength(2)
})

test('a name is its caller’s own, and belongs to one request', async () => {
  const { ask, other } = await owner()
  const once = { name: 'one', body: { name: 'A' } }
  expect((await ask('POST /v1/projects', once)).status).toBe(201)
  const lines: [string, object][] = [
    ['POST /v1/projects', { name: 'B' }],
    ['POST /v1/keys', { name: 'A' }],
    [`PATCH ${shop}`, { name: 'A' }],
  ]
  for (const [line, body] of lines) {
    const answer = await ask(line, { ...once, body })
    expect([line, answer.status, answer.body.code]).toEqual([line, 422, 'IDEMPOTENCY_MISMATCH'])
  }
  expect((await ask('POST /v1/projects', { ...once, by: other })).status).toBe(201)
})

test('the version that is replaced is part of a request, an API key in the address is not', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const put = (ifMatch: string, path = '', by: string | undefined = key) =>
    call(`PUT ${shop}/policy${path}`, {
      ...{ key: by, body: { rules: [] } },
      headers: { 'idempotency-key': 'x', 'if-match': ifMatch },
    })
  const first = await put('"1"')
  expect([first.status, first.headers.get('etag')]).toEqual([200, '"2"'])
  const again = await call(`PUT ${shop}/policy?key=${key}`, {
    body: { rules: [] },
    headers: { 'idempotency-key': 'x', 'if-match': '"1"' },
  })
  expect([again.status, again.headers.get('etag')]).toEqual([200, '"2"'])
  expect((await put('"2"')).body.code).toBe('IDEMPOTENCY_MISMATCH')
})

test('a refusal is no answer to be kept: nothing was done, and the next attempt is judged anew', async () => {
  const { ask } = await owner()
  const once = { name: 'swap' }
  expect((await ask(`POST ${shop}/certificates/swap`, once)).status).toBe(404)
  await ask(`POST ${shop}/certificates`, {
    body: { place: 'secondary', certificate: 'c'.repeat(32) },
  })
  const swapped = await ask(`POST ${shop}/certificates/swap`, once)
  const again = await ask(`POST ${shop}/certificates/swap`, once)
  expect([swapped.status, again.status]).toEqual([200, 200])
  const { certificates } = (await ask(`GET ${shop}`)).body.project
  expect(certificates[0].last4).toBe('cccc')
})

test('what is wrong in shape, or not allowed, takes no name', async () => {
  const { ask } = await owner()
  const once = { name: 'x' }
  expect((await ask('POST /v1/projects', { ...once, body: {} })).status).toBe(400)
  expect((await ask('POST /v1/projects', { ...once, body: { name: 'A' } })).status).toBe(201)
  for (const name of ['', 'a b', 'x'.repeat(256)]) {
    expect((await ask('POST /v1/projects', { name, body: { name: 'A' } })).status).toBe(400)
  }
})

test('questions are asked as often as one likes', async () => {
  const { ask } = await owner()
  const id = (await ask(`GET ${shop}`)).body.project.certificates[0].id
  for (const line of [`POST ${shop}/certificates/${id}/reveal`, 'GET /v1/keys']) {
    for (let nth = 0; nth < 2; nth++) {
      const answer = await ask(line, { name: 'same' })
      expect(answer.headers.get('idempotent-replayed')).toBeNull()
    }
  }
})

test('no secret of an answer that is kept lies in the database to be read', async () => {
  const { kept, ask } = await owner()
  const { body } = await ask('POST /v1/keys', { name: 'k', body: { name: 'backend' } })
  const made = await ask(`POST ${shop}/temp-tokens`, { name: 't', body: { channel: 'lobby' } })
  const database = new DatabaseSync(join(kept.dataDir, 'symbolon.db'))
  onTestFinished(() => database.close())
  const rows = database.prepare('select * from answers').all() as { sealed: Uint8Array }[]
  expect(rows).toHaveLength(2)
  const stored = rows.map((row) => Buffer.from(row.sealed).toString('latin1')).join()
  for (const secret of [body.secret, made.body.token, 'backend']) {
    expect(stored).not.toContain(secret.slice(0, 20))
  }
})

async function guarded() {
  const store = await openSqlite(join(temporaryFolder(), 'symbolon.db'))
  onTestFinished(() => store.close())
  const { answers } = store
  const faults: unknown[] = []
  const deps = {
    answers,
    masterKey: randomBytes(32),
    onFault: (error: unknown) => faults.push(error),
  }
  return { deps, once: doOnce(deps), faults }
}

const request = { caller: 'key k_1', name: 'n', content: ['x'], at }

test('after a failure of which nobody knows how far it came, the act is never done again', async () => {
  const { once } = await guarded()
  let acts = 0
  const fails = async () => {
    acts++
    throw new Error('the connection broke')
  }
  await expect(once(request, fails)).rejects.toThrow('the connection broke')
  for (const later of [0, 59, 60, 3600]) {
    const error = await once({ ...request, at: at + later }, fails).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'IDEMPOTENCY_UNFINISHED', status: 409 })
    expect([later, error.message.includes('look')]).toEqual([later, later >= 60])
  }
  expect(acts).toBe(1)
})

test('a refusal of the server’s own making keeps the name: something may have been done', async () => {
  const { once } = await guarded()
  const refuse = (code: 'RECORD_UNAVAILABLE' | 'PROJECT_UNKNOWN') => async () => {
    throw new ServerError(code, 'x')
  }
  await expect(once(request, refuse('PROJECT_UNKNOWN'))).rejects.toThrow('x')
  await expect(once(request, refuse('RECORD_UNAVAILABLE'))).rejects.toThrow('x')
  await expect(once(request, async () => ({}))).rejects.toMatchObject({
    code: 'IDEMPOTENCY_UNFINISHED',
  })
})

test('an answer that cannot be kept is given all the same, and not acted on again', async () => {
  const { deps, faults } = await guarded()
  const keep = async () => {
    throw new Error('disk full')
  }
  const once = doOnce({ ...deps, answers: { ...deps.answers, keep } })
  expect(await once(request, async () => ({ done: 1 }))).toEqual({
    answer: { done: 1 },
    repeated: false,
  })
  expect(faults).toHaveLength(1)
  await expect(once(request, async () => ({}))).rejects.toMatchObject({ status: 409 })
})

test('an answer opens for its own caller and name alone', async () => {
  const { deps, once } = await guarded()
  await once(request, async () => ({ secret: 's' }))
  const { sealed = new Uint8Array() } =
    (await deps.answers.claim(request, { fingerprint: '', claimedAt: at })) ?? {}
  const other = { ...request, caller: 'key k_2' }
  await once(other, async () => ({}))
  await deps.answers.keep(other, sealed)
  await expect(once(other, async () => ({}))).rejects.toThrow()
})
