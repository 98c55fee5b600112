import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { KeysUnavailable, remoteKeySet } from '../../src/issuers/key-set.ts'
import { json, keyPair, startIssuer, type TestIssuer } from './issuer-server.ts'

// X4 of the reliability battery: what the keys of an issuer cost, how long they go on, and what stands where they should be.

const at = 1_800_000_000
const one = await keyPair('one', 'ES256')
const two = await keyPair('two', 'ES256')
const header = (kid?: string) => ({ alg: 'ES256', ...(kid !== undefined && { kid }) })

function keysOf(issuer: TestIssuer, more: { timeoutMs?: number; staleSeconds?: number } = {}) {
  const faults: string[] = []
  const set = remoteKeySet(`${issuer.url}/keys`, {
    staleSeconds: 3600,
    onFault: (error) => faults.push((error as Error).message),
    ...more,
  })
  const has = (kid: string, when: number) =>
    set.keyFor(header(kid), when).then(
      () => true,
      (error) => (error instanceof KeysUnavailable ? 'unavailable' : false),
    )
  return { set, has, faults }
}

test('keys are read once, however many ask at the same time, and again after ten minutes', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer)
  const all = await Promise.all(Array.from({ length: 100 }, () => has('one', at)))
  expect(all.every((known) => known === true)).toBe(true)
  expect(issuer.fetches).toBe(1)
  expect(await has('one', at + 599)).toBe(true)
  expect(issuer.fetches).toBe(1)
  expect(await has('one', at + 600)).toBe(true)
  expect(issuer.fetches).toBe(2)
})

test('a key that the issuer has taken back is gone ten minutes later', async () => {
  const issuer = await startIssuer(one, two)
  const { has } = keysOf(issuer)
  expect(await has('one', at)).toBe(true)
  issuer.publish(two)
  expect(await has('one', at + 599)).toBe(true)
  expect(await has('one', at + 600)).toBe(false)
  expect(await has('two', at + 600)).toBe(true)
})

test('a new key is found when a token names it, half a minute after the last time', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer)
  expect(await has('one', at)).toBe(true)
  issuer.publish(one, two)
  expect(await has('two', at + 29)).toBe(false)
  expect(await has('two', at + 30)).toBe(true)
  expect(issuer.fetches).toBe(2)
})

test('10,000 tokens in a minute that name unknown keys make two requests', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer)
  const asked: Promise<unknown>[] = []
  for (let nth = 0; nth < 10_000; nth++) {
    asked.push(has(`unknown-${nth}`, at + Math.floor((nth * 60) / 10_000)))
    if (nth % 500 === 0) expect(await has('one', at + Math.floor((nth * 60) / 10_000))).toBe(true)
  }
  const found = await Promise.all(asked)
  expect(found.every((known) => known === false)).toBe(true)
  expect(issuer.fetches).toBe(2)
})

test('with the issuer down, that flood makes two requests too', async () => {
  const issuer = await startIssuer(one)
  issuer.answerKeys = (_request, response) => void response.writeHead(503).end()
  const { has, faults } = keysOf(issuer)
  for (let nth = 0; nth < 10_000; nth++) {
    expect(await has(`unknown-${nth}`, at + Math.floor((nth * 60) / 10_000))).toBe('unavailable')
  }
  expect(issuer.fetches).toBe(2)
  expect(faults).toHaveLength(2)
})

test('with the issuer down, old keys go on for as long as is said, and then none is good', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer, { staleSeconds: 900 })
  expect(await has('one', at)).toBe(true)
  await issuer.goDown()
  expect(await has('one', at + 600)).toBe(true)
  expect(await has('one', at + 1499)).toBe(true)
  expect(await has('one', at + 1500)).toBe('unavailable')
  // a key that may be new cannot be looked for, which is not to say that there is none
  expect(await has('two', at + 1400)).toBe('unavailable')
})

test('nobody waits for an issuer that is known to be down, as long as old keys may serve', async () => {
  const issuer = await startIssuer(one)
  const { has, faults } = keysOf(issuer, { timeoutMs: 100 })
  expect(await has('one', at)).toBe(true)
  issuer.answerKeys = () => undefined // never
  expect(await has('one', at + 600)).toBe(true)
  expect(faults).toHaveLength(1)
  expect(await has('one', at + 630)).toBe(true)
  expect(faults).toHaveLength(1) // it is asked again, and waited for by nobody
  await expect.poll(() => faults.length).toBe(2)
  expect(issuer.fetches).toBe(3)
})

test('keys are not asked for while they are on their way, whatever the clock says', async () => {
  const issuer = await startIssuer(one)
  const answer = issuer.answerKeys
  const held: (() => void)[] = []
  issuer.answerKeys = (request, response) => void held.push(() => answer(request, response))
  const { has } = keysOf(issuer)
  const all = [has('one', at), has('one', at + 31), has('one', at + 62)]
  await expect.poll(() => held.length).toBe(1)
  for (const release of held) release()
  expect(await Promise.all(all)).toEqual([true, true, true])
  expect(issuer.fetches).toBe(1)
})

test('an issuer that comes back is known again', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer, { staleSeconds: 0 })
  const down = issuer.answerKeys
  issuer.answerKeys = (_request, response) => void response.writeHead(500).end()
  expect(await has('one', at)).toBe('unavailable')
  issuer.answerKeys = down
  expect(await has('one', at + 29)).toBe('unavailable')
  expect(await has('one', at + 30)).toBe(true)
})

test('a clock that is put back or ahead harms nothing', async () => {
  const issuer = await startIssuer(one)
  const { has } = keysOf(issuer)
  expect(await has('one', at)).toBe(true)
  expect(await has('one', at - 86_400)).toBe(true)
  expect(await has('one', at + 86_400)).toBe(true)
  expect(issuer.fetches).toBe(3)
})

const keys = { keys: [one.jwk] }
const many = { keys: Array.from({ length: 101 }, (_, nth) => ({ ...one.jwk, kid: `${nth}` })) }
const packed = gzipSync(JSON.stringify({ ...keys, filler: 'x'.repeat(10_000_000) }))
const block = '['.repeat(65_536)
const large = { ...keys, filler: 'x'.repeat(262_144) }

test.each<readonly [string, TestIssuer['answerKeys'], string]>([
  [
    'a redirect, even to itself',
    (_request, response) => void response.writeHead(302, { location: '/keys' }).end(),
    'answers 302',
  ],
  ['another status', (_request, response) => void response.writeHead(404).end('{}'), 'answers 404'],
  ['more than 256 KiB', json(large), 'more than 262144 bytes'],
  [
    'more than 256 KiB, unpacked',
    (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed)
    },
    'more than 262144 bytes',
  ],
  [
    'bytes without an end',
    (_request, response) => {
      const more = () => void (response.destroyed || response.write(block, more))
      more()
    },
    'more than 262144 bytes',
  ],
  ['headers alone', (_request, response) => void response.writeHead(200).write('{'), 'in time'],
  ['no answer', () => undefined, 'in time'],
  ['101 keys', json(many), 'more than 100 keys'],
  ['a page', (_request, response) => void response.end('<html>'), 'is not JSON'],
  ['nothing', (_request, response) => void response.end(), 'is not JSON'],
  ['bytes that are no text', (_request, response) => void response.end('"\xff"', 'latin1'), 'JSON'],
  ['null', json(null), 'is no set of keys'],
  ['a list', json([one.jwk]), 'is no set of keys'],
  ['keys that are none', json({ keys: [7] }), 'is no set of keys'],
  ['an ended connection', (request) => void request.socket.destroy(), 'cannot be reached'],
])('where the keys should be is %s: none is good', async (_name, answer, why) => {
  const issuer = await startIssuer(one)
  issuer.answerKeys = answer
  const { has, faults } = keysOf(issuer, why === 'in time' ? { timeoutMs: 100 } : {})
  expect(await has('one', at)).toBe('unavailable')
  expect(faults).toEqual([expect.stringContaining(why)])
  expect(faults[0]).toContain(`${issuer.url}/keys`)
  expect(issuer.fetches).toBe(1)
})

test('keys that are not for this, or are no public keys, are passed over', async () => {
  const issuer = await startIssuer()
  const { jwk } = one
  const { kty: _kty, ...halved } = jwk
  issuer.answerKeys = json({
    keys: [
      { ...jwk, kid: 'encrypts', use: 'enc' },
      { ...jwk, kid: 'other', alg: 'ES384' },
      { ...jwk, kid: 'signs', key_ops: ['sign'] },
      { ...jwk, kid: 'bent', y: jwk.x },
      { ...halved, kid: 'halved' },
      { ...jwk, kid: 'private', d: jwk.x },
      { kty: 'oct', k: 'c2VjcmV0', kid: 'secret', alg: 'HS256' },
      jwk,
    ],
  })
  const { has } = keysOf(issuer)
  for (const kid of ['encrypts', 'other', 'signs', 'bent', 'halved', 'private', 'secret']) {
    expect({ kid, known: await has(kid, at) }).toEqual({ kid, known: false })
  }
  expect(await has('one', at)).toBe(true)
})

test('a token that names no key is for the only one that fits; of several none is tried', async () => {
  const issuer = await startIssuer(one)
  const { set } = keysOf(issuer)
  await expect(set.keyFor(header(), at)).resolves.toBeDefined()
  issuer.publish(one, two)
  await expect(set.keyFor(header(), at + 600)).rejects.toThrow('multiple matching keys')
})
