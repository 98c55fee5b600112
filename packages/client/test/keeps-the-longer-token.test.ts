import { expect, test } from 'vitest'
import { outcome, scene } from './fixture.ts'

test('a renewal with a shorter life is not taken, and is tried again', async () => {
  const { world, server, source, heard } = scene()
  const token = await outcome(world, source.get(), 10)
  server.lifeSeconds = 60
  const renewal = outcome(world, source.renew(), 1)
  await expect(renewal).rejects.toMatchObject({ code: 'TOKEN_NOT_NEWER' })
  expect(source.current).toBe(token)
  await world.advance(3620)
  expect(source.current?.expiresAt).toBeGreaterThan(token.expiresAt)
  expect(heard).not.toContain('expired')
})

test('the same token again, from some cache, is no renewal', async () => {
  const { world, server, source } = scene()
  const first = server.token()
  const text = await first.text()
  server.answer = () => new Response(text)
  await outcome(world, source.get(), 1)
  await expect(outcome(world, source.renew(), 1)).rejects.toMatchObject({ code: 'TOKEN_NOT_NEWER' })
})

test('a meeting that ends then: tokens of one end are taken, and the requests stay few', async () => {
  const { world, server, source, heard } = scene()
  const end = Math.floor(world.now) + 3600
  let nth = 0
  server.answer = () => {
    const issuedAt = Math.floor(world.now)
    if (issuedAt >= end) return new Response('{}', { status: 403 })
    return Response.json({ token: `token${nth++}`, issuedAt, expiresAt: end })
  }
  await outcome(world, source.get(), 3700)
  expect(heard.slice(-2).sort()).toEqual(['expired', 'refused TOKEN_REFUSED'])
  expect(server.requests.length).toBeLessThan(30)
})

test('a token that has ended already is none', async () => {
  const { world, server, source } = scene({}, {})
  server.lifeSeconds = 0
  await expect(outcome(world, source.get())).rejects.toMatchObject({ code: 'TOKEN_REPLY_INVALID' })
})

test('a renewAt that is not within the life is made anew', async () => {
  const { world, server, source } = scene()
  server.answer = () => {
    const issuedAt = Math.floor(world.now)
    return Response.json({ token: 't', issuedAt, expiresAt: issuedAt + 3600, renewAt: 5 })
  }
  const { renewAt, issuedAt } = await outcome(world, source.get(), 1)
  expect(renewAt - issuedAt).toBe(3240)
})

test.each([1, 2, 40])(
  'tokens of %i seconds, due as soon as they come, are no flood',
  async (life) => {
    const { world, server, source } = scene()
    let nth = 0
    server.answer = () => {
      const issuedAt = Math.floor(world.now)
      return Response.json({
        token: `t${nth++}`,
        issuedAt,
        expiresAt: issuedAt + life,
        renewAt: issuedAt,
      })
    }
    await outcome(world, source.get(), 60).catch(() => undefined)
    expect(server.requests.length).toBeLessThanOrEqual(60 / Math.min(5, life / 2) + 5)
  },
)
