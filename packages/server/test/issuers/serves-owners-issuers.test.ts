import { expect, test } from 'vitest'
import { keptProject, seconds, serving } from '../authority.ts'
import { keyPair, signed, startIssuer } from './issuer-server.ts'

const pair = await keyPair('one', 'ES256')
const shop = { id: 'shop', issuer: 'https://sign-in.example/', audience: ['shop'] }
const known = { ...shop, jwksUrl: 'https://sign-in.example/keys' }

async function owning() {
  const kept = await keptProject()
  const key = await kept.keyFor('issuers:read', 'issuers:write')
  const { call, server } = await serving(kept, {}, 'serve')
  const add = (body: object) => call('POST /v1/issuers', { key, body })
  return { kept, key, call, server, add }
}

test('an issuer is added, listed, switched and removed', async () => {
  const { kept, key, call, add, server } = await owning()
  const [{ id: keyId } = { id: '' }] = await kept.authority.keys.list()
  const added = await add({ ...known, name: 'Sign-in', algorithms: ['ES256'], claim: 'uid' })
  const { issuer } = added.body
  expect(added.status).toBe(201)
  expect(issuer).toMatchObject({ ...known, name: 'Sign-in', algorithms: ['ES256'], claim: 'uid' })
  expect(issuer).toMatchObject({ enabled: true, createdBy: keyId })
  expect(Math.abs(issuer.createdAt - seconds())).toBeLessThan(60)
  const list = async () => (await call('GET /v1/issuers', { key })).body
  expect(await list()).toEqual({ issuers: [issuer] })
  const off = await call('PATCH /v1/issuers/shop', { key, body: { enabled: false } })
  expect(off.body).toEqual({ issuer: { ...issuer, enabled: false } })
  expect(await list()).toEqual({ issuers: [{ ...issuer, enabled: false }] })
  expect((await call('DELETE /v1/issuers/shop', { key })).status).toBe(200)
  expect(await list()).toEqual({ issuers: [] })
  const acts = server.log.lines.filter(({ message }) => message === 'done')
  expect(acts.map(({ fields }) => fields.act)).toEqual([
    'addIssuer',
    'switchIssuer',
    'removeIssuer',
  ])
  const noted = await kept.authority.store.audit.find({ chain: '', limit: 10 })
  const byKey = { by: { kind: 'key', id: keyId } }
  const bodies = noted.map(({ body }) => JSON.parse(body))
  expect(bodies.filter(({ action }) => action.startsWith('issuer.'))).toMatchObject([
    { action: 'issuer.removed', about: { id: 'shop' }, ...byKey },
    { action: 'issuer.changed', about: { id: 'shop', enabled: false }, ...byKey },
    { action: 'issuer.added', about: { id: 'shop', iss: known.issuer, claim: 'uid' }, ...byKey },
  ])
})

test('lists of issuers come in pages', async () => {
  const { key, call, add } = await owning()
  for (const id of ['a', 'b', 'c']) {
    expect((await add({ ...known, id, issuer: `https://${id}.example` })).status).toBe(201)
  }
  const first = await call('GET /v1/issuers?limit=2', { key })
  expect(first.body).toMatchObject({ issuers: [{ id: 'a' }, { id: 'b' }], nextCursor: 'b' })
  const rest = await call('GET /v1/issuers?limit=2&cursor=b', { key })
  expect(rest.body.issuers).toMatchObject([{ id: 'c' }])
})

test('where nothing else is said: RS256, sub, the id as the name, and what the issuer says itself', async () => {
  const { add } = await owning()
  const issuer = await startIssuer(pair)
  const { status, body } = await add({ id: 'shop', issuer: issuer.url, audience: ['shop', 'shop'] })
  expect(status).toBe(201)
  expect(body.issuer).toMatchObject({
    ...{ name: 'shop', algorithms: ['RS256'], claim: 'sub', audience: ['shop'] },
    jwksUrl: `${issuer.url}/keys`,
  })
})

test.each<readonly [object, number, string]>([
  [{}, 400, '#/id'],
  [{ ...shop, id: 'Shop' }, 400, '#/id'],
  [{ ...shop, id: 'shop:a' }, 400, '#/id'],
  [{ ...shop, id: '-' }, 400, '#/id'],
  [{ ...shop, id: 'try' }, 400, '#/id'],
  [{ ...shop, id: 'a'.repeat(33) }, 400, '#/id'],
  [{ ...known, audience: [] }, 400, '#/audience'],
  [{ ...known, audience: 'shop' }, 400, '#/audience'],
  [{ ...known, audience: [' '] }, 400, '#/audience'],
  [{ ...known, algorithms: ['none'] }, 400, '#/algorithms'],
  [{ ...known, algorithms: ['HS256'] }, 400, '#/algorithms'],
  [{ ...known, algorithms: [] }, 400, '#/algorithms'],
  [{ ...known, name: 'a\nb' }, 400, '#/name'],
  [{ ...known, claim: '' }, 400, '#/claim'],
  [{ ...known, jwksUrl: 'http://sign-in.example/keys' }, 400, '#/jwksUrl'],
  [{ ...known, jwksUrl: 'file:///etc/passwd' }, 400, '#/jwksUrl'],
  [{ ...known, secret: 'x' }, 400, '#/secret'],
  [{ ...shop, issuer: 'http://sign-in.example' }, 400, '#/issuer'],
  [{ ...shop, issuer: 'https://sign-in.example/?a' }, 400, '#/issuer'],
  [{ ...shop, issuer: 'accounts.sign-in.example' }, 400, '#/issuer'],
  [{ ...known, issuer: 'x'.repeat(256) }, 400, '#/issuer'],
])('%j is refused', async (body, status, pointer) => {
  const { add, kept } = await owning()
  const refused = await add(body)
  expect(refused).toMatchObject({ status, body: { code: 'REQUEST_INVALID' } })
  const pointers = refused.body.errors.map((error: { pointer: string }) => error.pointer)
  expect(pointers.some((one: string) => one.startsWith(pointer))).toBe(true)
  expect(await kept.authority.issuers.list()).toEqual([])
})

test('an issuer that cannot be asked is not added, and one that is there is not added again', async () => {
  const { add, call, key } = await owning()
  const issuer = await startIssuer(pair)
  const wish = { id: 'shop', issuer: `${issuer.url}/`, audience: ['shop'] }
  expect(await add(wish)).toMatchObject({ status: 422, body: { code: 'ISSUER_UNREADABLE' } })
  expect((await add({ ...wish, issuer: issuer.url })).status).toBe(201)
  await issuer.goDown()
  const down = await add({ ...wish, id: 'other', issuer: `${issuer.url}/other` })
  expect(down.body).toMatchObject({ code: 'ISSUER_UNREADABLE' })
  expect(down.body.detail).toContain('ECONNREFUSED')
  const again = await add({ ...known, issuer: 'https://a.example' })
  expect(again).toMatchObject({ status: 409, body: { code: 'ISSUER_EXISTS' } })
  for (const line of ['PATCH /v1/issuers/none', 'DELETE /v1/issuers/none']) {
    const body = line.startsWith('PATCH') ? { enabled: true } : undefined
    expect(await call(line, { key, body })).toMatchObject({
      status: 404,
      body: { code: 'ISSUER_UNKNOWN' },
    })
  }
})

test('each act needs its scope', async () => {
  const { call, kept } = await owning()
  const reader = await kept.keyFor('issuers:read')
  const writer = await kept.keyFor('issuers:write')
  const other = await serving(kept, {}, 'serve')
  const status = async (line: string, key: string, body?: object) =>
    (await other.call(line, { key, body })).status
  expect(await status('GET /v1/issuers', writer)).toBe(403)
  expect(await status('POST /v1/issuers/try', writer, { jwt: 'a' })).toBe(403)
  expect(await status('POST /v1/issuers', reader, known)).toBe(403)
  expect(await status('PATCH /v1/issuers/shop', reader, { enabled: true })).toBe(403)
  expect(await status('DELETE /v1/issuers/shop', reader)).toBe(403)
  expect(await status('POST /v1/issuers', writer, known)).toBe(201)
  expect((await call('GET /v1/issuers')).status).toBe(401)
})

test('an owner is told whom a JWT proves, or why nobody, and nothing of it is logged', async () => {
  const { add, call, key, server } = await owning()
  const issuer = await startIssuer(pair)
  await add({ id: 'shop', issuer: issuer.url, audience: ['shop'], algorithms: ['ES256'] })
  const claims = { iss: issuer.url, aud: 'shop', sub: 'ann-of-the-shop', exp: seconds() + 60 }
  const tried = async (more: object) => {
    const body = { jwt: await signed(pair, { ...claims, ...more }) }
    return (await call('POST /v1/issuers/try', { key, body })).body
  }
  expect(await tried({ role: 'teacher' })).toEqual({
    accepted: true,
    caller: {
      kind: 'jwt',
      id: 'shop:ann-of-the-shop',
      claims: { ...claims, role: 'teacher' },
    },
  })
  expect(await tried({ aud: 'other' })).toEqual({
    accepted: false,
    reason: 'JWT_AUDIENCE',
    message: 'aud is "other", not shop',
  })
  expect(await tried({ exp: seconds() - 100 })).toMatchObject({ reason: 'JWT_EXPIRED' })
  expect(JSON.stringify(server.log.lines)).not.toContain('ann-of-the-shop')
})
