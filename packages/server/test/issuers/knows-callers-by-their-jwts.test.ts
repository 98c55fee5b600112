import { inspect } from '@symbolon/token'
import type { JWTPayload } from 'jose'
import { expect, test } from 'vitest'
import { knowCallers } from '../../src/caller/know-callers.ts'
import type { Rule } from '../../src/policies/policy.ts'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'
import { keyPair, signed, startIssuer, type TestIssuer } from './issuer-server.ts'

// A person who signed in somewhere asks for tokens: who they are to rules and logs, and what they may not.

const pair = await keyPair('one', 'ES256')
const by = acting(seconds())
const tokens = 'POST /v1/tokens'
const wish = (uid: object, channel = 'lobby') => ({ rtc: { channel, ...uid, role: 'publisher' } })

async function believing(...rules: readonly object[]) {
  const kept = await keptProject()
  const issuer = await startIssuer(pair)
  const { authority } = kept
  await authority.issuers.add(
    { id: 'shop', issuer: issuer.url, audience: ['shop'], algorithms: ['ES256'] },
    by,
  )
  const policy = { rules: rules.map((rule, nth) => ({ name: `r${nth}`, ...rule }) as Rule) }
  await authority.store.setPolicy({ appId, policy }, by)
  return { kept, issuer, jwtOf: (more: JWTPayload) => jwtOf(issuer, more) }
}

function jwtOf({ url }: TestIssuer, more: JWTPayload): Promise<string> {
  return signed(pair, { iss: url, aud: 'shop', sub: 'ann', exp: seconds() + 300, ...more })
}

const ownName = { effect: 'allow', caller: { kind: 'jwt' }, subject: `\${caller.sub}` }

test('a rule for the own identity means what the issuer calls its caller', async () => {
  const { kept, jwtOf } = await believing(ownName)
  const { call, server } = await serving(kept, {}, 'serve')
  const ask = async (sub: string, uid: object) =>
    (await call(tokens, { body: wish(uid), key: await jwtOf({ sub }) })).status
  expect(await ask('ann', { account: 'ann' })).toBe(201)
  expect(await ask('ann', { account: 'bob' })).toBe(403)
  expect(await ask('ann', { account: 'shop:ann' })).toBe(403)
  expect(await ask('ann', { anyUid: true })).toBe(403)
  expect(await ask('7', { uid: 7 })).toBe(201)
  expect(await ask('*', { account: 'ann' })).toBe(403)
  const issued = server.log.lines.filter(({ message }) => message === 'issued')
  const named = issued.map(({ fields }) => /"shop:[^"]*"/.exec(JSON.stringify(fields))?.[0])
  expect(named).toEqual(['"shop:ann"', '"shop:7"'])
  const { entries } = await kept.authority.store.ledger.find({ appId, limit: 10 })
  const callers = entries.map(({ callerKind, callerId }) => [callerKind, callerId])
  expect(callers.toSorted()).toEqual([
    ['jwt', 'shop:7'],
    ['jwt', 'shop:ann'],
  ])
})

test('rules ask for claims, and for the issuer that says them', async () => {
  const { kept, issuer, jwtOf } = await believing()
  const policy = {
    rules: [
      {
        name: 'teachers',
        effect: 'allow' as const,
        caller: { kind: 'jwt' as const, claims: { iss: issuer.url, roles: 'teacher' } },
        channel: 'class-*',
      },
    ],
  }
  await kept.authority.store.setPolicy({ appId, policy }, by)
  const { call } = await serving(kept, {}, 'serve')
  const ask = async (more: JWTPayload, channel: string) =>
    (await call(tokens, { body: wish({ uid: 7 }, channel), key: await jwtOf(more) })).status
  expect(await ask({ roles: ['pupil', 'teacher'] }, 'class-1')).toBe(201)
  expect(await ask({ roles: ['pupil', 'teacher'] }, 'staff')).toBe(403)
  expect(await ask({ roles: ['pupil'] }, 'class-1')).toBe(403)
  expect(await ask({ teacher: 'roles' }, 'class-1')).toBe(403)
})

test('what was allowed to keys, believing an issuer allows to nobody else', async () => {
  const { kept, jwtOf } = await believing({ effect: 'allow', channel: 'lobby' })
  const owner = await kept.keyFor()
  const { call } = await serving(kept, {}, 'serve')
  expect((await call(tokens, { body: wish({ uid: 7 }), key: owner })).status).toBe(201)
  const refused = await call(tokens, { body: wish({ uid: 7 }), key: await jwtOf({}) })
  expect(refused.body).toMatchObject({
    code: 'POLICY_DENIED',
    errors: [{ code: 'NO_RULE_ALLOWS' }],
  })
})

test('a JWT is proven once for each request, however often the request is asked about', async () => {
  const jwts: string[] = []
  const authenticate = knowCallers({
    keys: { recognise: () => undefined },
    issuers: {
      any: () => true,
      prove: async (jwt) => {
        jwts.push(jwt)
        return { good: true, callerId: 'shop:ann', claims: {} }
      },
    },
    operatorKey: undefined,
    everyone: false,
  })
  const asking = (jwt: string) => ({ headers: { authorization: `Bearer ${jwt}` } })
  const first = asking('a.b.c')
  for (const scope of ['tokens:issue', 'tokens:explain', 'tokens:issue'] as const) {
    expect(await authenticate(first, scope, by.at)).toMatchObject({ kind: 'jwt', id: 'shop:ann' })
  }
  await authenticate(asking('a.b.c'), 'tokens:issue', by.at)
  await expect(authenticate(first, 'keys:read', by.at)).rejects.toMatchObject({
    code: 'SCOPE_MISSING',
  })
  expect(jwts).toEqual(['a.b.c', 'a.b.c'])
})

test('the routes of other servers take a JWT too, and refuse in their own shape', async () => {
  const { kept, jwtOf } = await believing({ ...ownName, wildcardPublish: true })
  const env = { SYMBOLON_DIALECT_FORMAT: 'demo-server=007' }
  const { call } = await serving(kept, env, 'serve')
  const key = await jwtOf({ sub: '7' })
  const good = await call('GET /rtc/lobby/publisher/uid/7/', { key })
  expect(good.status).toBe(200)
  expect(inspect(good.body.rtcToken)).toMatchObject({ claims: { appId } })
  expect((await call('GET /rtcToken?channelName=lobby&uid=7', { key })).status).toBe(200)
  const others = await call('GET /rtc/lobby/publisher/uid/8/', { key })
  expect(others.status).toBe(403)
  expect(others.body).not.toHaveProperty('code')
  const forged = `${key.slice(0, -8)}AAAAAAAA`
  const refused = await call('GET /rtc/lobby/publisher/uid/7/', { key: forged })
  expect(refused.status).toBe(401)
  expect(refused.body).not.toHaveProperty('code')
  expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"')
  const short = await call('GET /rtcToken?channelName=lobby&uid=7', { key: forged })
  expect(short.status).toBe(401)
  expect(refused.text + short.text).not.toMatch(/JWT_|shop/)
})

test('a JWT is good for tokens alone, whatever it claims', async () => {
  const { kept, jwtOf } = await believing({ effect: 'allow', caller: { kind: 'jwt' } })
  const { call } = await serving(kept, {}, 'serve')
  const scopes = ['projects:read', 'keys:write', 'issuers:write']
  const key = await jwtOf({ sub: 'admin', scope: scopes.join(' '), scopes, kind: 'key' })
  expect((await call('POST /v1/tokens/explain', { body: { token: null }, key })).status).toBe(200)
  for (const line of [
    'GET /v1/projects',
    'GET /v1/keys',
    'POST /v1/keys',
    'GET /v1/issuers',
    'POST /v1/issuers',
    'POST /v1/issuers/try',
    `DELETE /v1/projects/${appId}/no-certificate`,
  ]) {
    const { status, body } = await call(line, { key })
    expect({ line, status, code: body.code }).toEqual({ line, status: 403, code: 'SCOPE_MISSING' })
  }
})

test('a JWT comes as a bearer alone: keys may stand in addresses, people may not', async () => {
  const { kept, jwtOf } = await believing({ effect: 'allow', caller: { kind: 'jwt' } })
  const { call } = await serving(kept, {}, 'serve')
  const key = await jwtOf({})
  const body = wish({ uid: 7 })
  expect((await call(tokens, { body, key })).status).toBe(201)
  expect((await call(tokens, { body, headers: { 'x-api-key': key } })).status).toBe(401)
  expect((await call(`${tokens}?key=${key}`, { body })).status).toBe(401)
  expect((await call(tokens, { body, headers: { authorization: key } })).status).toBe(401)
  expect((await call(tokens, { body, headers: { authorization: `Basic ${key}` } })).status).toBe(
    401,
  )
})

test('what a project without rules is open to, a JWT does not open', async () => {
  const { kept, jwtOf } = await believing()
  const { console } = kept.authority
  const { project } = await console.create({ name: 'Local' }, by)
  const key = await kept.keyFor()
  const { call } = await serving(kept, {}, 'serve')
  const body = { appId: project.appId, ...wish({ uid: 7 }) }
  expect((await call(tokens, { body, key })).status).toBe(201)
  const refused = await call(tokens, { body, key: await jwtOf({}) })
  expect(refused).toMatchObject({ status: 403, body: { code: 'POLICY_DENIED' } })
  expect(refused.body.errors).toMatchObject([{ code: 'POLICY_MISSING' }])
})

test('where strangers are answered, a JWT that proves nobody is not taken for one', async () => {
  const { kept, issuer, jwtOf } = await believing(
    { effect: 'deny', caller: { kind: 'jwt' }, channel: 'closed' },
    { effect: 'allow', caller: { kind: 'jwt' } },
    { effect: 'allow', caller: { kind: 'anonymous' } },
  )
  const { call } = await serving(kept)
  const ask = async (key?: string, channel = 'lobby') =>
    (await call(tokens, { body: wish({ uid: 7 }, channel), key })).status
  expect(await ask()).toBe(201)
  expect(await ask(await jwtOf({}))).toBe(201)
  expect(await ask(await jwtOf({}), 'closed')).toBe(403)
  expect(await ask(await jwtOf({ exp: 1 }))).toBe(401)
  expect(await ask(await jwtOf({ iss: 'https://other.example' }))).toBe(401)
  expect(await ask('a.b.c.d.e')).toBe(401)
  await kept.authority.issuers.switch('shop', false, by)
  await expect.poll(async () => ask(await jwtOf({}))).toBe(401)
  await kept.authority.issuers.remove('shop', by)
  // without any issuer it is a text like any other that clients send
  await expect.poll(async () => ask(await jwtOf({}))).toBe(201)
  expect(issuer.fetches).toBe(1)
})

test('an issuer that is removed is believed no longer, though its keys are known', async () => {
  const { kept, issuer, jwtOf } = await believing({ effect: 'allow', caller: { kind: 'jwt' } })
  const other = { id: 'other', issuer: 'https://other.example', audience: ['a'] }
  await kept.authority.issuers.add({ ...other, jwksUrl: 'https://other.example/keys' }, by)
  const owner = await kept.keyFor()
  const { call } = await serving(kept, {}, 'serve')
  const ask = async () =>
    (await call(tokens, { body: wish({ uid: 7 }), key: await jwtOf({}) })).status
  expect(await ask()).toBe(201)
  await call('PATCH /v1/issuers/shop', { key: owner, body: { enabled: false } })
  expect(await ask()).toBe(401)
  await call('PATCH /v1/issuers/shop', { key: owner, body: { enabled: true } })
  expect(await ask()).toBe(201)
  await call('DELETE /v1/issuers/shop', { key: owner })
  expect(await ask()).toBe(401)
  expect(issuer.fetches).toBe(1)
})

test('for strangers a server starts with an issuer that is enabled, though there is no key', async () => {
  const { kept, jwtOf } = await believing({ effect: 'allow', caller: { kind: 'jwt' } })
  const { call } = await serving(kept, { HOST: '0.0.0.0' }, 'serve')
  expect((await call(tokens, { body: wish({ uid: 7 }), key: await jwtOf({}) })).status).toBe(201)
  expect((await call(tokens, { body: wish({ uid: 7 }) })).status).toBe(401)
  await kept.authority.issuers.switch('shop', false, by)
  await expect(serving(kept, {}, 'serve')).rejects.toThrow('nor an enabled issuer')
})

test('when its issuer cannot be asked, a JWT is answered 503, and the log says why once', async () => {
  const { kept, issuer, jwtOf } = await believing({ effect: 'allow' })
  await issuer.goDown()
  const other = await kept.keyFor()
  const { call, server } = await serving(kept, {}, 'serve')
  const key = await jwtOf({})
  for (const _nth of [1, 2, 3]) {
    expect(await call(tokens, { body: wish({ uid: 7 }), key })).toMatchObject({
      status: 503,
      body: { code: 'ISSUER_UNAVAILABLE' },
    })
  }
  expect((await call('GET /rtc/lobby/publisher/uid/7/', { key })).status).toBe(503)
  expect((await call(tokens, { body: wish({ uid: 7 }), key: other })).status).toBe(201)
  const warned = server.log.lines.filter(({ message }) => message.includes('of an issuer'))
  expect(warned).toMatchObject([
    { level: 'warn', fields: { issuer: 'shop', error: expect.stringContaining('ECONNREFUSED') } },
  ])
})

test('nothing of a token or of the person in it is logged when it is refused', async () => {
  const { kept, jwtOf } = await believing({ effect: 'allow', caller: { kind: 'jwt' } })
  const { call, server } = await serving(kept, {}, 'serve')
  const key = await jwtOf({ sub: 'ann-of-the-shop', email: 'ann@shop.example', exp: 1 })
  await call(tokens, { body: wish({ uid: 7 }), key })
  await call('GET /rtc/lobby/publisher/uid/7/', { key })
  const logged = JSON.stringify(server.log.lines)
  expect(logged.match(/JWT_EXPIRED/g)).toHaveLength(2)
  for (const part of [...key.split('.'), 'ann-of', 'ann@']) expect(logged).not.toContain(part)
})
