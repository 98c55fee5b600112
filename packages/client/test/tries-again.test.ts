import { TokenSourceError } from '@symbolon/client'
import { expect, test } from 'vitest'
import { fakeServer, outcome, scene, sourceOn } from './fixture.ts'
import { Device, World } from './virtual-world.ts'

const status = (code: number, headers: Record<string, string> = {}, body = '{}') =>
  new Response(body, { status: code, headers })

test.each([401, 403])('%i is final: told once, and never asked again', async (code) => {
  const { world, server, source, heard } = scene()
  server.answer = () => status(code, {}, '{"code":"CALLER_UNAUTHENTICATED"}')
  const refused = await outcome(world, source.get()).catch((error) => error)
  expect(refused).toMatchObject({
    code: 'TOKEN_REFUSED',
    status: code,
    serverCode: 'CALLER_UNAUTHENTICATED',
  })
  await expect(source.get()).rejects.toBe(refused)
  await expect(source.renew()).rejects.toBe(refused)
  await world.advance(86_400)
  expect(server.requests).toHaveLength(1)
  expect(heard).toEqual(['refused TOKEN_REFUSED'])
})

test('a refusal during a renewal ends the renewing; the token stays until its end', async () => {
  const { world, server, source, heard, device } = scene()
  const token = await outcome(world, source.get(), 10)
  server.answer = () => status(403)
  await world.advance(3400)
  expect(await source.get()).toBe(token)
  device.wake()
  await world.advance(3600)
  expect(server.requests).toHaveLength(2)
  expect(heard).toEqual(['token', 'refused TOKEN_REFUSED', 'expired'])
  expect(source.current).toBeUndefined()
})

test('a refusal that nobody listens to is reported', async () => {
  const world = new World()
  const server = fakeServer(world)
  const device = new Device({ world, fetch: server.fetch })
  const { createTokenSource } = await import('@symbolon/client')
  server.answer = () => status(401)
  const source = createTokenSource({
    url: 'https://tokens.example/v1/tokens',
    channel: 'lobby',
    subject: { uid: 7 },
    environment: device,
  })
  await outcome(world, source.get()).catch(() => undefined)
  expect(device.reported).toEqual([expect.objectContaining({ code: 'TOKEN_REFUSED' })])
  source.close()
})

test.each([
  [400, 'TOKEN_REQUEST_INVALID', 1],
  [422, 'TOKEN_REQUEST_INVALID', 1],
  [404, 'TOKEN_SERVER_FAILED', 4],
  [500, 'TOKEN_SERVER_FAILED', 4],
  [302, 'TOKEN_SERVER_FAILED', 4],
  [429, 'TOKEN_SERVER_BUSY', 4],
])('get without a token: %i is %s after %i attempts', async (code, name, attempts) => {
  const { world, server, source } = scene()
  server.answer = () => status(code)
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: name, status: code })
  expect(server.requests).toHaveLength(attempts)
  await world.advance(86_400)
  expect(server.requests).toHaveLength(attempts)
})

test('get succeeds when an attempt does', async () => {
  const { world, server, source, heard } = scene()
  server.answer = (nth) => (nth < 4 ? status(500) : server.token())
  await outcome(world, source.get(), 10)
  expect(heard).toEqual([...Array(3).fill('failed TOKEN_SERVER_FAILED'), 'token'])
})

test('the pauses of get grow, each shortened by up to a half', async () => {
  const { world, server, source } = scene({}, { random: () => 1 })
  server.answer = () => status(500)
  const start = world.now
  await outcome(world, source.get()).catch(() => undefined)
  const times = server.requests.map(({ at }) => Math.round((at - start) * 10) / 10)
  expect(times).toEqual([0, 1.1, 3.2, 7.3])
})

test('without a network the error names the origin and nothing more', async () => {
  const { world, source } = scene(
    {
      url: 'https://tokens.example/v1/tokens?key=secret-of-mine',
      headers: { 'x-api-key': 'secret-of-mine' },
    },
    {
      fetch: () => {
        const cause = Object.assign(new Error('connect secret-of-mine'), { code: 'ECONNREFUSED' })
        return Promise.reject(new TypeError('fetch failed: secret-of-mine', { cause }))
      },
    },
  )
  const error = await outcome(world, source.get()).catch((error) => error)
  expect(error).toMatchObject({ code: 'TOKEN_SERVER_UNREACHABLE' })
  expect(error.message).toContain('https://tokens.example (ECONNREFUSED)')
  expect(`${error.message} ${error.stack} ${error.cause}`).not.toContain('secret-of-mine')
})

test('an attempt ends after its timeout, and is aborted', async () => {
  let aborted = 0
  const { world, source } = scene(
    { timeoutSeconds: 5 },
    {
      fetch: (_url, init) => {
        init!.signal!.addEventListener('abort', () => aborted++)
        return new Promise(() => undefined)
      },
    },
  )
  const start = world.now
  source.get().catch(() => undefined)
  await world.advance(5)
  expect(aborted).toBe(1)
  const failed = outcome(world, source.renew(), 20)
  await expect(failed).rejects.toMatchObject({ code: 'TOKEN_SERVER_TIMEOUT' })
  expect(world.now - start).toBe(25)
})

test('close aborts the request under way', async () => {
  let aborted = false
  const { world, source } = scene(
    {},
    {
      fetch: (_url, init) => {
        init!.signal!.addEventListener('abort', () => {
          aborted = true
        })
        return new Promise(() => undefined)
      },
    },
  )
  const pending = source.get()
  pending.catch(() => undefined)
  await world.advance(1)
  source.close()
  expect(aborted).toBe(true)
  await expect(pending).rejects.toMatchObject({ code: 'TOKEN_SOURCE_CLOSED' })
})

test('while a token lives a renewal is tried every 3 to 20 seconds, closer together at its end', async () => {
  const { world, server, source, heard } = scene({}, { random: () => 1 })
  await outcome(world, source.get(), 1)
  server.answer = () => status(500)
  await world.advance(3600)
  const ends = world.now - 1
  const tries = server.requests.slice(1).map(({ at }) => ends - at)
  const gaps = tries.slice(1).map((left, nth) => [tries[nth]!, tries[nth]! - left] as const)
  for (const [left, gap] of gaps.filter(([left]) => left > 6)) {
    expect(gap).toBeLessThanOrEqual(Math.max(3, Math.min(20, left / 6)) + 0.2)
    expect(gap).toBeGreaterThanOrEqual(2.9)
  }
  expect(heard.at(-1)).toBe('expired')
  server.answer = () => server.token()
  await world.advance(62)
  expect(heard.at(-1)).toBe('token')
})

test('after the end it is tried at least once a minute, for as long as it takes', async () => {
  const { world, server, source } = scene()
  await outcome(world, source.get(), 1)
  server.answer = () => status(500)
  await world.advance(3700)
  const before = server.requests.length
  await world.advance(3600)
  const tries = server.requests.length - before
  expect(tries).toBeGreaterThanOrEqual(60)
  expect(tries).toBeLessThanOrEqual(120)
})

test.each([
  ['seconds', () => '7'],
  ['a date', (now: number) => new Date((now + 7) * 1000).toUTCString()],
])('Retry-After in %s is waited for, and a little more', async (_kind, value) => {
  const { world, server, source } = scene({}, { random: () => 0 })
  server.answer = (nth) =>
    nth === 1 ? status(429, { 'retry-after': value(world.now) }) : server.token()
  await outcome(world, source.get(), 20)
  const [first, second] = server.requests
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(6.5)
  expect(second!.at - first!.at).toBeLessThanOrEqual(9)
})

test('nobody is kept waiting for a long Retry-After, and it is kept to', async () => {
  const { world, server, source } = scene()
  server.answer = () => status(503, { 'retry-after': '600' })
  const busy = { code: 'TOKEN_SERVER_BUSY', retryAfterSeconds: 600 }
  await expect(outcome(world, source.get(), 1)).rejects.toMatchObject(busy)
  await expect(outcome(world, source.get(), 1)).rejects.toMatchObject(busy)
  expect(server.requests).toHaveLength(1)
  await world.advance(600)
  server.answer = () => server.token()
  await outcome(world, source.get(), 1)
})

test('an early renewal that fails does not begin a series of others', async () => {
  const { world, server, source } = scene()
  await outcome(world, source.get(), 10)
  server.answer = () => status(500)
  await expect(outcome(world, source.renew(), 1)).rejects.toMatchObject({ status: 500 })
  await world.advance(3000)
  expect(server.requests).toHaveLength(2)
})

test.each([
  ['nothing', ''],
  ['a page', '<html>sign in</html>'],
  ['another object', '{"ok":true}'],
  ['null', 'null'],
  ['times that are no numbers', '{"token":"t","issuedAt":"x","expiresAt":"y"}'],
  ['too much', `{"token":"${'a'.repeat(70_000)}"}`],
])('a reply that is %s is no token', async (_what, text) => {
  const { world, server, source } = scene()
  server.answer = () => new Response(text, { status: 200 })
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: 'TOKEN_REPLY_INVALID' })
})

test('a reply without end is not read to its end', async () => {
  const { world, server, source } = scene()
  let chunks = 0
  let cancelled = 0
  server.answer = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => {
          chunks++
          controller.enqueue(new Uint8Array(10_000).fill(97))
        },
        cancel: () => {
          cancelled++
        },
      }),
    )
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: 'TOKEN_REPLY_INVALID' })
  expect(cancelled).toBe(4)
  expect(chunks).toBeLessThan(50)
})

test('what fetchToken throws is the cause; its own refusal is final', async () => {
  const world = new World()
  const device = new Device({ world })
  const cause = new Error('of the app')
  let calls = 0
  const failing = async () => {
    calls++
    throw calls < 5 ? cause : new TokenSourceError('TOKEN_REFUSED', 'signed out')
  }
  const { source } = sourceOn(device, { fetchToken: failing, url: undefined as never })
  await expect(outcome(world, source.get())).rejects.toMatchObject({
    code: 'TOKEN_SERVER_UNREACHABLE',
    cause,
  })
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: 'TOKEN_REFUSED' })
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: 'TOKEN_REFUSED' })
  expect(calls).toBe(5)
})

test('headers are asked for each time', async () => {
  let nth = 0
  const { world, server, source } = scene({
    headers: async () => ({ authorization: `Bearer ${nth++}` }),
  })
  await outcome(world, source.get(), 1)
  await outcome(world, source.renew(), 1)
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer 0',
    'Bearer 1',
  ])
})

test('a listener that throws is reported, and keeps nobody from hearing', async () => {
  const { world, device, source } = scene()
  const error = new Error('of a listener')
  let heard = 0
  source.on('token', () => {
    throw error
  })
  const off = source.on('token', () => heard++)
  await outcome(world, source.get(), 1)
  off()
  await outcome(world, source.renew(), 1)
  expect(heard).toBe(1)
  expect(device.reported).toEqual([error, error])
})
