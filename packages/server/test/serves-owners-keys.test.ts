import { expect, test } from 'vitest'
import { type Scope, scopes } from '../src/keys/scopes.ts'
import { acting } from './acting.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

// T1 of the threat model: nobody comes to projects and keys without a key that is good for it.

const keys = '/v1/keys'

/** Every operation of the owners' API, and the scope that it needs. */
const guarded: readonly (readonly [string, string])[] = [
  ['projects:read', 'GET /v1/projects'],
  ['projects:write', 'POST /v1/projects'],
  ['projects:read', `GET /v1/projects/${appId}`],
  ['projects:write', `PATCH /v1/projects/${appId}`],
  ['projects:write', `POST /v1/projects/${appId}/certificates`],
  ['projects:write', `PATCH /v1/projects/${appId}/certificates/c_x`],
  ['projects:write', `DELETE /v1/projects/${appId}/certificates/c_x`],
  ['projects:write', `POST /v1/projects/${appId}/certificates/swap`],
  ['projects:write', `DELETE /v1/projects/${appId}/no-certificate`],
  ['certificates:reveal', `POST /v1/projects/${appId}/certificates/c_x/reveal`],
  ['tokens:temp', `POST /v1/projects/${appId}/temp-tokens`],
  ['bans:read', `GET /v1/projects/${appId}/bans`],
  ['bans:write', `POST /v1/projects/${appId}/bans`],
  ['bans:write', `DELETE /v1/projects/${appId}/bans/b_x`],
  ['push:write', `POST /v1/projects/${appId}/push`],
  ['keys:read', 'GET /v1/keys'],
  ['keys:write', 'POST /v1/keys'],
  ['keys:write', 'POST /v1/keys/k_x/rotate'],
  ['keys:write', 'DELETE /v1/keys/k_x'],
]

test('nobody comes to projects and keys without a key, and with one only as far as its scopes', async () => {
  const kept = await keptProject()
  const others = new Map<string, string>()
  for (const [scope] of guarded) {
    if (others.has(scope)) continue
    others.set(scope, await kept.keyFor(...scopes.filter((one) => one !== scope)))
  }
  const { call } = await serving(kept) // on this machine itself, where everyone gets tokens
  for (const [scope, line] of guarded) {
    expect([line, (await call(line)).status]).toEqual([line, 401])
    const refused = await call(line, { key: others.get(scope) })
    expect([line, refused.status, refused.body.code]).toEqual([line, 403, 'SCOPE_MISSING'])
    expect(refused.body.detail).toContain(scope)
  }
})

async function owner(...own: readonly Scope[]) {
  const kept = await keptProject()
  const key = await kept.keyFor(...own)
  const { call, server } = await serving(kept)
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  return { kept, key, call, ask, server }
}

test('a key is shown once, works at once, and is listed by what can be said of it', async () => {
  const { ask, call, server } = await owner()
  const made = await ask(`POST ${keys}`, { name: 'backend', expiresInSeconds: 3600 })
  expect(made.status).toBe(201)
  expect(made.headers.get('cache-control')).toBe('no-store')
  const { key, secret } = made.body
  expect(key).toMatchObject({
    name: 'backend',
    scopes: ['tokens:issue', 'tokens:explain'],
    state: 'active',
    last4: secret.slice(-4),
  })
  expect(key.expiresAt - key.createdAt).toBe(3600)
  const wish = { rtc: { channel: 'lobby', uid: 7 } }
  expect((await call('POST /v1/tokens', { key: secret, body: wish })).status).toBe(201)
  const list = await ask(`GET ${keys}`)
  expect(list.body.keys[1]).toEqual(key)
  expect(list.text).not.toContain('hash')
  for (const text of [list.text, JSON.stringify(server.log.lines)]) {
    expect(text).not.toContain(secret.slice(4, 30))
  }
})

test('a rotated key and its successor both work, a revoked one does not', async () => {
  const { ask, call } = await owner()
  const wish = { name: 'backend', scopes: ['projects:read'] }
  const { key, secret } = (await ask(`POST ${keys}`, wish)).body
  const rotated = await ask(`POST ${keys}/${key.id}/rotate`)
  expect(rotated.status).toBe(201)
  expect(rotated.body.replaced).toMatchObject({
    id: key.id,
    state: 'replaced',
    replacedBy: rotated.body.key.id,
  })
  expect(rotated.body.replaced.expiresAt).toBeGreaterThan(seconds() + 86_000)
  const status = async (text: string) => (await call('GET /v1/projects', { key: text })).status
  expect([await status(secret), await status(rotated.body.secret)]).toEqual([200, 200])
  expect((await ask(`DELETE ${keys}/${key.id}`)).body.key.state).toBe('revoked')
  expect([await status(secret), await status(rotated.body.secret)]).toEqual([401, 200])
  expect((await ask(`DELETE ${keys}/${key.id}`)).status).toBe(200)
  expect((await ask(`POST ${keys}/${key.id}/rotate`)).body.code).toBe('KEY_ENDED')
  const next = await ask(`POST ${keys}/${rotated.body.key.id}/rotate`, { overlapSeconds: 0 })
  expect(next.body.replaced.state).toBe('expired')
  expect([await status(rotated.body.secret), await status(next.body.secret)]).toEqual([401, 200])
})

test('nobody gets a key that is good for more than their own', async () => {
  const { ask, kept } = await owner('keys:write', 'tokens:issue')
  const mightier = await kept.authority.keys.create(
    { name: 'owner', scopes: ['certificates:reveal'] },
    acting(seconds()),
  )
  const refused = { status: 403, body: { code: 'SCOPE_MISSING' } }
  expect(await ask(`POST ${keys}`, { name: 'x', scopes: ['certificates:reveal'] })).toMatchObject(
    refused,
  )
  expect(await ask(`POST ${keys}`, { name: 'x' })).toMatchObject(refused) // tokens:explain is usual
  expect(await ask(`POST ${keys}/${mightier.key.id}/rotate`)).toMatchObject(refused)
  expect((await ask(`POST ${keys}`, { name: 'x', scopes: ['tokens:issue'] })).status).toBe(201)
  expect(await kept.authority.keys.list()).toHaveLength(3)
})

test.each([
  [{}],
  [{ name: '' }],
  [{ name: 'x', scopes: [] }],
  [{ name: 'x', scopes: ['tokens:issue', 'tokens:issue'] }],
  [{ name: 'x', scopes: ['everything'] }],
  [{ name: 'x', expiresInSeconds: 1 }],
  [{ name: 'x', expiresInSeconds: 1e12 }],
  [{ name: 'x', hash: 'a'.repeat(64) }],
])('a wish that makes no sense is refused: %j', async (body) => {
  const { ask, kept } = await owner()
  expect((await ask(`POST ${keys}`, body)).status).toBe(400)
  expect(await kept.authority.keys.list()).toHaveLength(1)
})

test('keys come in pages, and of unknown ones it is said that there are none', async () => {
  const { ask, kept } = await owner()
  for (const name of ['b', 'c'])
    await kept.authority.keys.create({ name, scopes: [] }, acting(seconds()))
  const first = (await ask(`GET ${keys}?limit=2`)).body
  const second = (await ask(`GET ${keys}?limit=2&cursor=${first.nextCursor}`)).body
  const names = [...first.keys, ...second.keys].map(({ name }: { name: string }) => name)
  expect(names).toEqual(['test', 'b', 'c'])
  expect(second).not.toHaveProperty('nextCursor')
  for (const line of [`DELETE ${keys}/k_none`, `POST ${keys}/k_none/rotate`]) {
    expect(await ask(line)).toMatchObject({ status: 404, body: { code: 'KEY_UNKNOWN' } })
  }
})
