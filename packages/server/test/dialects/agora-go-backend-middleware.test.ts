import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { dialectApp } from './fixture.ts'

const post = {
  method: 'POST',
  url: '/token/getNew',
  payload: '{"tokenType":"rtc","channel":"lobby","role":"publisher","uid":"7","expire":600}',
} as const

test.each(['agora-token-service', 'agora-node-token-server'] as const)(
  'an app of the middleware gets its token at /token/getNew, %s having /rtc',
  async (rtcPathDialect) => {
    const { app } = await dialectApp({ rtcPathDialect })
    const reply = await app.inject(post)
    expect(reply.statusCode).toBe(200)
    const services = [{ type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel: 600 } }]
    expect(inspect(reply.json().token).claims).toMatchObject({ expiresInSeconds: 600, services })
  },
)

test('a slash at the end is answered directly, and redirected strictly', async () => {
  const { app } = await dialectApp()
  const slashed = { ...post, url: '/token/getNew/' }
  expect((await app.inject(slashed)).statusCode).toBe(200)
  const strict = await dialectApp({ strict: new Set(['agora-go-backend-middleware'] as const) })
  const reply = await strict.app.inject(slashed)
  expect([reply.statusCode, reply.headers.location]).toEqual([307, '/token/getNew'])
})

test('a page of an origin that is not listed is refused strictly alone', async () => {
  const corsAllowOrigin = ['https://a.example']
  const ask = { ...post, headers: { origin: 'https://b.example' } }
  const { app } = await dialectApp({ corsAllowOrigin })
  expect((await app.inject(ask)).statusCode).toBe(200)
  const strict = new Set(['agora-go-backend-middleware'] as const)
  const refused = await (await dialectApp({ corsAllowOrigin, strict })).app.inject(ask)
  expect([refused.statusCode, refused.payload]).toEqual([403, '{"error":"Origin not allowed"}'])
})
