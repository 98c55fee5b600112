import { expect, test } from 'vitest'
import { scopesOf } from '../../src/users/roles.ts'
import { acting } from '../acting.ts'
import { keptProject, seconds, serving } from '../authority.ts'
import { cookieOf, fromOwnPage, password, person } from './people.ts'

const other = 'some words that differ'

test('users are made, shown, changed and deleted, without a password in any answer', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const key = await kept.keyFor()
  const { call, server } = await serving(kept)
  const body = { name: 'Ana@Shop.example', role: 'viewer', password: other }
  const made = await call('POST /v1/users', { body, key })
  expect(made.status).toBe(201)
  const { id } = made.body.user
  const ana = { id, name: 'ana@shop.example', role: 'viewer', enabled: true, password: true }
  expect(made.body.user).toMatchObject(ana)
  for (const named of [id, 'ana@shop.example', 'ANA@shop.example']) {
    const shown = await call(`GET /v1/users/${encodeURIComponent(named)}`, { key })
    expect(shown.body.user).toMatchObject(ana)
  }
  const wish = { role: 'operator', identity: { issuer: 'https://id.example', subject: 'a|1' } }
  const changed = await call(`PATCH /v1/users/${id}`, { body: wish, key })
  expect(changed.body.user).toMatchObject(wish)
  const unbound = await call(`PATCH /v1/users/${id}`, { body: { identity: null }, key })
  expect(unbound.body.user).not.toHaveProperty('identity')
  const list = await call('GET /v1/users', { key })
  expect(list.body.users.map(({ name }: { name: string }) => name)).toEqual([ana.name, 'root'])
  expect((await call(`DELETE /v1/users/${id}`, { key })).status).toBe(200)
  expect((await call(`GET /v1/users/${id}`, { key })).status).toBe(404)
  const said =
    [made, changed, list].map(({ text }) => text).join() + JSON.stringify(server.log.lines)
  for (const secret of [other, 'scrypt']) expect(said).not.toContain(secret)
})

test('what cannot be is refused, and says why', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const ana = { name: 'ana', role: 'viewer', password: other }
  const refused: readonly [string, object, number, string][] = [
    ['POST /v1/users', { ...ana, password: 'short' }, 422, 'PASSWORD_UNFIT'],
    ['POST /v1/users', { ...ana, name: 'root' }, 409, 'USER_EXISTS'],
    ['POST /v1/users', { ...ana, name: 'ROOT' }, 409, 'USER_EXISTS'],
    ['POST /v1/users', { ...ana, name: 'a b' }, 400, 'REQUEST_INVALID'],
    ['POST /v1/users', { ...ana, role: 'owner' }, 400, 'REQUEST_INVALID'],
    ['POST /v1/users', { ...ana, scopes: [] }, 400, 'REQUEST_INVALID'],
    ['PATCH /v1/users/root', { role: 'viewer' }, 409, 'LAST_ADMIN'],
    ['PATCH /v1/users/root', { enabled: false }, 409, 'LAST_ADMIN'],
    ['PATCH /v1/users/root', { password: 'passwordpassword' }, 422, 'PASSWORD_UNFIT'],
    ['PATCH /v1/users/nobody', { enabled: false }, 404, 'USER_UNKNOWN'],
    ['PATCH /v1/users/root', {}, 400, 'REQUEST_INVALID'],
  ]
  for (const [line, body, status, code] of refused) {
    const answer = await call(line, { body, key })
    expect([line, body, answer.status, answer.body.code]).toEqual([line, body, status, code])
  }
  expect((await call('DELETE /v1/users/root', { key })).body.code).toBe('LAST_ADMIN')
})

test('nobody makes, changes or ends a user who may do more than they', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  await person(kept, 'second', 'admin')
  const key = await kept.keyFor(...scopesOf('viewer'), 'users:write')
  const { call } = await serving(kept)
  const tried: readonly [string, object?][] = [
    ['POST /v1/users', { name: 'mine', role: 'admin', password: other }],
    ['PATCH /v1/users/root', { password: other }],
    ['PATCH /v1/users/root', { identity: { issuer: 'https://evil.example', subject: '1' } }],
    ['PATCH /v1/users/root', { enabled: false }],
    ['DELETE /v1/users/root/sessions'],
    ['DELETE /v1/users/root'],
  ]
  for (const [line, body] of tried) {
    const answer = await call(line, { body, key })
    expect([line, answer.status, answer.body.code]).toEqual([line, 403, 'SCOPE_MISSING'])
  }
  const viewer = { name: 'mine', role: 'viewer', password: other }
  expect((await call('POST /v1/users', { body: viewer, key })).status).toBe(201)
  const more = await call('PATCH /v1/users/mine', { body: { role: 'admin' }, key })
  expect(more.body.code).toBe('SCOPE_MISSING')
})

test('an admin makes keys for apps, which get the tokens that nobody gets by signing in', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const calling = await serving(kept)
  const headers = fromOwnPage(await cookieOf(calling, 'root'), calling)
  const made = await calling.call('POST /v1/keys', { body: { name: 'backend' }, headers })
  expect(made.body.key.scopes).toEqual(['tokens:issue', 'tokens:explain'])
  const id = made.body.key.id
  expect((await calling.call(`POST /v1/keys/${id}/rotate`, { body: {}, headers })).status).toBe(201)
})

test('who signs in sees their sessions; ended, they are over at once', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  await person(kept, 'ana', 'viewer')
  const calling = await serving(kept)
  const root = fromOwnPage(await cookieOf(calling, 'root'), calling)
  const browsers = [await cookieOf(calling, 'ana'), await cookieOf(calling, 'ana')]
  const ana = fromOwnPage(browsers[0]!, calling)
  const { sessions } = (await calling.call('GET /v1/users/ana/sessions', { headers: ana })).body
  expect(sessions).toHaveLength(2)
  expect(JSON.stringify(sessions)).not.toContain(browsers[0]!.split('=')[1])
  const own = await calling.call('DELETE /v1/users/ana/sessions', { headers: ana })
  expect(own.status).toBe(403)
  await calling.call('DELETE /v1/users/ana/sessions', { headers: root })
  for (const cookie of browsers) {
    expect((await calling.call('GET /v1/session', { headers: { cookie } })).status).toBe(401)
  }
  expect((await calling.call('GET /v1/session', { headers: root })).status).toBe(200)
})

test('pages of users leave nothing out, whoever is deleted meanwhile', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  for (const name of ['eva', 'ana', 'dan', 'ben', 'cleo']) await person(kept, name, 'viewer')
  const key = await kept.keyFor('users:read')
  const { call } = await serving(kept)
  const seen: string[] = []
  let path = '/v1/users?limit=2'
  for (;;) {
    const { users, nextCursor } = (await call(`GET ${path}`, { key })).body
    seen.push(...users.map(({ name }: { name: string }) => name))
    if (nextCursor === undefined) break
    await kept.authority.users.remove(nextCursor, acting(seconds()))
    path = `/v1/users?limit=2&cursor=${nextCursor}`
  }
  expect(seen).toEqual(['ana', 'ben', 'cleo', 'dan', 'eva', 'root'])
})

test('where users are made while nobody may sign in yet, the first is made by the command', async () => {
  const kept = await keptProject()
  const { users } = kept.authority
  const { call } = await serving(kept)
  const body = { name: 'ana', role: 'admin', password }
  expect((await call('POST /v1/users', { body })).status).toBe(401)
  expect(await users.list()).toEqual([])
})

test('every act on a user, and who signs in and out, is noted, without a password', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const calling = await serving(kept)
  const root = fromOwnPage(await cookieOf(calling, 'root'), calling)
  const { id: rootId } = (await calling.call('GET /v1/session', { headers: root })).body.user
  const steps: readonly [string, object?][] = [
    ['POST /v1/users', { name: 'ana', role: 'viewer', password: other }],
    ['PATCH /v1/users/ana', { role: 'operator', password }],
    ['DELETE /v1/users/ana/sessions'],
    ['DELETE /v1/users/ana'],
    ['DELETE /v1/session'],
  ]
  for (const [line, body] of steps) await calling.call(line, { body, headers: root })
  await calling.server.close(0.2)
  const { audit } = kept.authority.store
  const notes = [...(await audit.find({ chain: '', limit: 100 }))].reverse()
  const own = notes.filter(({ action }) => action.startsWith('user.'))
  expect(own.map(({ action, body }) => [action, JSON.parse(body).by.id])).toEqual([
    ['user.signed-in', rootId],
    ['user.created', rootId],
    ['user.changed', rootId],
    ['user.signed-out', rootId],
    ['user.deleted', rootId],
    ['user.signed-out', rootId],
  ])
  const requests = own.map(({ body }) => JSON.parse(body).requestId)
  expect(new Set(requests).size).toBe(own.length) // each by a request of its own
  expect(requests).not.toContain(undefined)
  const text = JSON.stringify(notes)
  for (const secret of [other, password, 'scrypt']) expect(text).not.toContain(secret)
})
