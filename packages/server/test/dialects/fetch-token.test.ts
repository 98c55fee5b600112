import { type Claims007, inspect, type RtcService } from '@symbolon/token'
import type { FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { dialectApp } from './fixture.ts'

async function ask(app: FastifyInstance, body: object) {
  const payload = JSON.stringify({ uid: 1, channelName: 'c', ...body })
  const reply = await app.inject({ method: 'POST', url: '/fetch_rtc_token', payload })
  return inspect(reply.json().token)
}

async function publishes(app: FastifyInstance, role?: number): Promise<boolean> {
  return JSON.stringify((await ask(app, { role })).claims).includes('publishAudio')
}

test.each([
  ['007', [1]],
  ['006', [0, 1, 101]],
] as const)('in %s the roles %j publish, and no other', async (version, publishing) => {
  const { app } = await dialectApp({ format: { 'fetch-token': version } })
  for (const role of [0, 1, 2, 3, 101, undefined]) {
    expect([role, await publishes(app, role)]).toEqual([role, publishing.includes(role as never)])
  }
})

test('no request takes anything from another, however many are answered at once', async () => {
  const { app } = await dialectApp()
  const answers = Array.from({ length: 300 }, async (_, index) => {
    const role = [1, 2, undefined][index % 3]
    const { claims } = await ask(app, { uid: index + 1, ChannelName: `c${index}`, role })
    const [service] = (claims as Claims007).services as readonly RtcService[]
    const { channel, uid, privileges } = service!
    return [channel, uid, Object.keys(privileges).length]
  })
  const expected = answers.map((_, index) => [`c${index}`, `${index + 1}`, index % 3 === 0 ? 4 : 1])
  expect(await Promise.all(answers)).toEqual(expected)
})

test('strictly, a missing role is that of whoever asked last', async () => {
  const { app } = await dialectApp({ strict: new Set(['fetch-token'] as const) })
  expect(await publishes(app)).toBe(false)
  expect(await publishes(app, 1)).toBe(true)
  expect(await publishes(app)).toBe(true)
  expect(await publishes(app, 2)).toBe(false)
  expect(await publishes(app, 101)).toBe(false)
})

test('two strict servers share nothing', async () => {
  const strict = new Set(['fetch-token'] as const)
  const [one, other] = [await dialectApp({ strict }), await dialectApp({ strict })]
  expect(await publishes(one.app, 1)).toBe(true)
  expect(await publishes(other.app)).toBe(false)
})

test.each([undefined, 40])('tokens live as long as is set: %j', async (fetchTokenSeconds) => {
  const { app } = await dialectApp(fetchTokenSeconds ? { fetchTokenSeconds } : {})
  const expiresInSeconds = fetchTokenSeconds ?? 3600
  expect((await ask(app, { role: 1 })).claims).toMatchObject({ expiresInSeconds })
  const post = { method: 'POST', url: '/fetch_rtm_token', payload: '{"uid":"a"}' } as const
  const { token } = (await app.inject(post)).json()
  const services = [{ type: 'rtm', userId: 'a', privileges: { login: expiresInSeconds } }]
  expect(inspect(token).claims).toMatchObject({ expiresInSeconds, services })
})

test('a preflight that asks for Authorization is granted it by name', async () => {
  const { app } = await dialectApp()
  const reply = await app.inject({
    method: 'OPTIONS',
    url: '/fetch_rtc_token',
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  expect(reply.statusCode).toBe(200)
  expect(reply.headers['access-control-allow-origin']).toBe('*')
  expect(reply.headers['access-control-allow-headers']).toBe('*, Authorization')
})

test('a wrong type of RTM user is told in its own words', async () => {
  const { app } = await dialectApp()
  const reply = await app.inject({ method: 'POST', url: '/fetch_rtm_token', payload: '{"uid":1}' })
  expect(reply.statusCode).toBe(400)
  expect(reply.payload).toBe('{"code":"400","token":"Bad request. Please check your params."}')
})
