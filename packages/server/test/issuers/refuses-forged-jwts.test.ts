import { generateKeyPairSync } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import type { Issuer } from '../../src/issuers/issuer.ts'
import { type KeySet, remoteKeySet } from '../../src/issuers/key-set.ts'
import { type KnownIssuer, proveJwt } from '../../src/issuers/prove-jwt.ts'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'
import { attacks, audience, claims, type World } from './attacks.ts'
import { json, keyPair, openIssuer, signed } from './issuer-server.ts'

// T9 of the threat model: what is made to look like a JWT of somebody, and is not.

const [rsa, ec, othersKey, evil] = await Promise.all([
  keyPair('rsa'),
  keyPair('ec', 'ES256'),
  keyPair('rsa'),
  keyPair('rsa'),
])
const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
const weak = { kid: 'weak', privateKey: short.privateKey }

async function someWorld(at: number): Promise<World> {
  const servers = [openIssuer(), openIssuer(othersKey), openIssuer(evil)] as const
  const [issuer, other, attacker] = await Promise.all(servers)
  for (const server of [issuer, other, attacker]) onTestFinished(server.goDown)
  const weakJwk = { ...short.publicKey.export({ format: 'jwk' }), kid: 'weak' }
  issuer.answerKeys = json({ keys: [rsa.jwk, ec.jwk, weakJwk] })
  return { issuer, rsa, ec, weak, other, othersKey, attacker, evil, at }
}

function kept(url: string, more: Partial<Issuer> = {}): Issuer {
  return {
    ...{ id: 'shop', name: 'Shop', issuer: url, audience: [audience], claim: 'sub' },
    ...{ algorithms: ['RS256', 'ES256'], jwksUrl: `${url}/keys`, enabled: true },
    ...{ createdAt: 0, createdBy: 'test', ...more },
  } as Issuer
}

/** What a server with these issuers makes of a JWT. */
function judging({ issuer, other, at }: World, more: Partial<Issuer> = {}) {
  const all = [kept(issuer.url, more), kept(other.url, { id: 'other', audience: ['other-api'] })]
  const known = new Map<string, KnownIssuer>(
    all.map((one) => [one.issuer, { issuer: one, keys: keysOf(one) }]),
  )
  return (jwt: string, when = at) => proveJwt(jwt, (iss) => known.get(iss), when)
}

function keysOf({ jwksUrl }: Issuer): KeySet {
  return remoteKeySet(jwksUrl, { staleSeconds: 0 })
}

const at = 1_800_000_000

test('every attack is refused for its own reason, and nothing of the attacker is fetched', async () => {
  const world = await someWorld(at)
  const prove = judging(world)
  expect(attacks).toHaveLength(129) // as SECURITY.md says
  const outcomes: unknown[] = []
  for (const [name, , make] of attacks) {
    const proof = await prove(await make(world))
    outcomes.push([name, proof.good || proof.reason])
  }
  expect(outcomes).toEqual(attacks.map(([name, reason]) => [name, reason]))
  expect(world.attacker.fetches).toBe(0)
  expect(world.issuer.fetches).toBe(1) // all of them in one moment, though many name unknown keys
})

test('over HTTP every attack gets the same answer, also where strangers are answered', async () => {
  const keptHere = await keptProject()
  const world = await someWorld(seconds())
  const by = acting(seconds())
  const { issuers } = keptHere.authority
  const algorithms = ['RS256', 'ES256']
  const { url } = world.issuer
  await issuers.add({ id: 'shop', issuer: url, audience: [audience], algorithms }, by)
  await issuers.add({ id: 'other', issuer: world.other.url, audience: ['other-api'] }, by)
  const all = [{ kind: 'jwt' }, { kind: 'anonymous' }] as const
  const policy = {
    rules: all.map((caller) => ({ name: caller.kind, effect: 'allow' as const, caller })),
  }
  await keptHere.authority.store.setPolicy({ appId, policy }, by)
  const { call, server } = await serving(keptHere)
  const wish = { rtc: { channel: 'lobby', uid: 7, role: 'subscriber' } }
  expect((await call('POST /v1/tokens', { body: wish })).status).toBe(201)
  const key = await signed(rsa, claims(world))
  expect((await call('POST /v1/tokens', { body: wish, key })).status).toBe(201)
  const answers = new Set<string>()
  for (const [name, reason, make] of attacks) {
    const forged = await make(world)
    if (/[^\x21-\x7e]/.test(forged)) continue // no header can hold it
    const { status, headers, body } = await call('POST /v1/tokens', { body: wish, key: forged })
    expect({ name, status }).toEqual({ name, status: 401 })
    expect(headers.get('www-authenticate')).toBe('Bearer realm="symbolon", error="invalid_token"')
    answers.add(JSON.stringify({ ...body, requestId: undefined }))
    expect({ name, ...server.log.lines.at(-1)?.fields }).toMatchObject({ name, reason })
    expect(JSON.stringify(server.log.lines.at(-1))).not.toContain(forged.slice(-40))
  }
  expect(answers.size).toBe(1)
  const dialect = 'GET /rtcToken?channelName=lobby&uid=7'
  const forged = await signed(evil, claims(world), { kid: 'rsa' })
  expect((await call(dialect, { key: forged })).status).toBe(401)
  expect(world.attacker.fetches).toBe(0)
}, 60_000)

test('honest tokens are believed, by every algorithm that is allowed', async () => {
  const world = await someWorld(at)
  for (const alg of ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']) {
    const pair = await keyPair(`of ${alg}`, alg)
    world.issuer.publish(rsa, pair)
    const prove = judging(world, { algorithms: [alg] as Issuer['algorithms'] })
    const good = await prove(await signed(pair, claims(world)))
    expect({ alg, ...good }).toMatchObject({ alg, good: true, callerId: 'shop:ann' })
  }
})

test.each<readonly [string, object, object]>([
  ['as it is', {}, {}],
  ['one audience of several', { aud: ['other', audience] }, {}],
  ['ended 29 seconds ago, by another clock', { exp: at - 29 }, {}],
  ['begins in 30 seconds, by another clock', { nbf: at + 30 }, {}],
  ['typ JWT', {}, { typ: 'JWT' }],
  ['typ of an access token', {}, { typ: 'at+jwt' }],
  ['typ of an access token, in full', {}, { typ: 'application/AT+JWT' }],
  ['headers that mean nothing here', {}, { jku: 'https://keys.example', x: 1 }],
])('an honest token is believed: %s', async (_name, more, header) => {
  const world = await someWorld(at)
  const proof = await judging(world)(await signed(rsa, claims(world, more), header))
  expect(proof).toMatchObject({ good: true, callerId: 'shop:ann', claims: { sub: 'ann' } })
})

test('an honest token that names no key is believed by the only one that fits', async () => {
  const world = await someWorld(at)
  const proof = await judging(world)(await signed(ec, claims(world), { kid: undefined }))
  expect(proof).toMatchObject({ good: true, callerId: 'shop:ann' })
})

test.each<readonly [string, object, string]>([
  ['sub', { sub: '248289761001' }, '248289761001'],
  ['sub', { sub: 'a:b|c d@e.example' }, 'a:b|c d@e.example'],
  ['sub', { sub: 'ß🙂*' }, 'ß🙂*'],
  ['sub', { sub: 'a'.repeat(255) }, 'a'.repeat(255)],
  ['uid', { uid: 7, sub: 'ann' }, '7'],
  ['email', { email: 'ann@shop.example' }, 'ann@shop.example'],
])('the claim %s of %j names the caller', async (claim, more, subject) => {
  const world = await someWorld(at)
  const proof = await judging(world, { claim })(await signed(rsa, claims(world, more)))
  expect(proof).toMatchObject({ callerId: `shop:${subject}`, claims: { sub: subject } })
})

test('a disabled issuer is believed no longer, though its keys are known', async () => {
  const world = await someWorld(at)
  const jwt = await signed(rsa, claims(world))
  const proof = await judging(world, { enabled: false })(jwt)
  expect(proof).toMatchObject({ good: false, reason: 'JWT_ISSUER_DISABLED' })
  expect(world.issuer.fetches).toBe(0)
})

test('a token whose keys cannot be read is neither believed nor called wrong', async () => {
  const world = await someWorld(at)
  const prove = judging(world)
  world.issuer.answerKeys = (_request, response) => void response.writeHead(500).end()
  const proof = await prove(await signed(rsa, claims(world)))
  expect(proof).toMatchObject({ good: false, reason: 'JWT_KEYS_UNAVAILABLE' })
})
