import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keptProject, seconds, serving } from '../authority.ts'
import { key, start } from '../fixture.ts'

const page = readFileSync(join(import.meta.dirname, '../../../../docs/limits.md'), 'utf8')

const env = {
  APP_ID: '970ca35de60c44645bbae8a215061b33',
  APP_CERTIFICATE: '5cfd2fd1755d40ecb72977518be15d3b',
  SYMBOLON_API_KEY: key,
}

/** `serve` at an instant that the test moves. */
async function serveAt(limits: Record<string, string>, own: Record<string, string> = env) {
  const clock = { at: seconds() }
  const options = { command: 'serve', systemNow: () => clock.at } as const
  const { url, log } = await start({ ...own, ...limits }, options)
  const get = (path: string, headers: Record<string, string> = { 'x-api-key': key }) =>
    fetch(url + path, { headers })
  const post = (path: string, body: object) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { clock, get, post, log }
}

async function statuses(answers: readonly (() => Promise<Response>)[]): Promise<number[]> {
  const all: number[] = []
  for (const answer of answers) all.push((await answer()).status)
  return all
}

const v1 = (uid: number) => ({ rtc: { channel: 'lobby', uid } })

test('a caller who asks too often is told when to come back, and is answered then', async () => {
  const { clock, post } = await serveAt({ SYMBOLON_LIMIT_CALLER: '6/m burst 2' })
  await post('/v1/tokens', v1(1))
  expect((await post('/v1/tokens', v1(2))).status).toBe(201)
  const refused = await post('/v1/tokens', v1(3))
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('10')
  expect(refused.headers.get('ratelimit')).toBe('"caller";r=0;t=10')
  expect(refused.headers.get('ratelimit-policy')).toBe('"caller";q=2;w=20')
  for (const name of ['Retry-After', 'RateLimit-Policy', 'RateLimit']) {
    expect(page).toContain(`\n${name}: ${refused.headers.get(name)}\n`)
  }
  expect(refused.headers.get('content-type')).toContain('application/problem+json')
  expect(await refused.json()).toMatchObject({
    code: 'RATE_LIMITED',
    status: 429,
    detail: 'Too many tokens for this caller; try again in 10 seconds.',
  })
  clock.at += 9
  expect((await post('/v1/tokens', v1(3))).status).toBe(429)
  clock.at += 1
  expect((await post('/v1/tokens', v1(3))).status).toBe(201)
})

test.each([
  ['demo-server', 'GET /rtcToken?channelName=lobby', 'application/json', /^\{"error":"Too many/],
  [
    'fetch-token',
    'POST /fetch_rtm_token {"uid":"a"}',
    'application/json',
    /^\{"code":"429","token/,
  ],
  ['agoracn', 'POST /token/generate {"serviceFpa":{"enable":true}}', 'json', /^\{"code":-2,"data"/],
  ['get-token', 'POST /getToken {"tokenType":"rtm","uid":"7"}', 'text/plain', /^Too many tokens/],
  ['agora-token-service', 'GET /rtm/7', 'application/json', /Too many tokens/],
  ['token-server-nodejs', 'GET /access_token?channel=a', 'application/json', /^\{"error":"Too/],
])('%s refuses in its own words', async (_dialect, line, type, text) => {
  const { get, post } = await serveAt({ SYMBOLON_LIMIT_CALLER: '1/m burst 1' })
  const [method = '', path = '', body] = line.split(' ')
  const call = () => (method === 'GET' ? get(path) : post(path, JSON.parse(body!)))
  expect((await call()).status).toBe(200)
  const refused = await call()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('60')
  expect(refused.headers.get('ratelimit')).toBe('"caller";r=0;t=60')
  expect(refused.headers.get('content-type')).toContain(type)
  expect(await refused.text()).toMatch(text)
})

test('each key is counted for itself', async () => {
  const kept = await keptProject()
  const [one, other] = [await kept.keyFor(), await kept.keyFor()]
  const { call } = await serving(kept, { SYMBOLON_LIMIT_CALLER: '1/m burst 1' })
  const ask = (own: string) => call('POST /v1/tokens', { key: own, body: v1(1) })
  const codes = [await ask(one), await ask(one), await ask(other)].map(({ status }) => status)
  expect(codes).toEqual([201, 429, 201])
})

test('those without a key are no caller that could be told apart', async () => {
  const { SYMBOLON_API_KEY: _, ...rest } = env
  const limits = { SYMBOLON_LIMIT_CALLER: '1/m burst 1', SYMBOLON_ALLOW_ANONYMOUS: '1' }
  const { get } = await serveAt(limits, rest)
  const ask = () => get('/rtcToken?channelName=a', {})
  expect(await statuses([ask, ask, ask])).toEqual([200, 200, 200])
})

test('a user is counted in whatever channel and service; nobody in particular is not', async () => {
  const { get, post } = await serveAt({ SYMBOLON_LIMIT_SUBJECT: '1/m burst 2' })
  const both = { rtc: { channel: 'b', uid: 8 }, rtm: { userId: 'eve' } }
  const codes = await statuses([
    () => get('/rtcToken?channelName=a&uid=7'),
    () => get('/rtcToken?channelName=b&uid=7'),
    () => get('/rtcToken?channelName=c&uid=7'),
    () => get('/rtmToken?account=7'),
    () => post('/v1/tokens', both),
    () => get('/rtcToken?channelName=a&uid=8'),
    () => get('/rtcToken?channelName=a&uid=8'),
    () => get('/rtcToken?channelName=a'),
    () => get('/rtcToken?channelName=a'),
    () => get('/rtcToken?channelName=a'),
  ])
  expect(codes).toEqual([200, 200, 429, 429, 201, 200, 429, 200, 200, 200])
})

test('a loud user takes nothing of what the caller and the project may have', async () => {
  const limits = {
    SYMBOLON_LIMIT_SUBJECT: '1/m burst 1',
    SYMBOLON_LIMIT_CALLER: '1/m burst 2',
    SYMBOLON_LIMIT_PROJECT: '1/m burst 3',
  }
  const { get } = await serveAt(limits)
  const ask = (uid: number) => () => get(`/rtcToken?channelName=a&uid=${uid}`)
  const codes = await statuses([ask(1), ask(1), ask(1), ask(1), ask(2), ask(3)])
  expect(codes).toEqual([200, 429, 429, 429, 200, 429])
})

test('a project is counted over all its callers, and in every way its App ID is written', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept, { SYMBOLON_LIMIT_PROJECT: '1/m burst 2' })
  const ask = (appId: object) => call('POST /v1/tokens', { key, body: { ...v1(1), ...appId } })
  const codes = [
    await ask({ appId: env.APP_ID.toUpperCase() }),
    await ask({}),
    await ask({ appId: env.APP_ID }),
    await ask({ appId: '770ca35de60c44645bbae8a215061b33' }),
  ].map(({ status, headers }) => `${status} ${headers.get('ratelimit') ?? ''}`)
  expect(codes).toEqual(['201 ', '201 ', '429 "project";r=0;t=60', '404 '])
})

test('an address is counted on every path, long or short, but not on those for health', async () => {
  const { get, clock } = await serveAt({ SYMBOLON_LIMIT_IP: '1/s burst 3' })
  const codes = await statuses([
    () => get('/livez'),
    () => get('/readyz'),
    () => get('/ping'),
    () => get('/livez'),
    () => get('/nowhere'),
    () => get('/rtcToken?channelName=a'),
    () => get('/rtcToken?channelName=%61'),
    () => get('/rtcToken?channelName=a'),
    () => get('/docs'),
    () => get('/readyz'),
  ])
  expect(codes).toEqual([200, 200, 200, 200, 404, 200, 200, 429, 429, 200])
  clock.at += 1
  const refused = await statuses([() => get('/rtcToken?channelName=a'), () => get('/')])
  expect(refused).toEqual([200, 429])
})

test('a request that is refused for another reason has been counted once', async () => {
  const { get } = await serveAt({ SYMBOLON_LIMIT_IP: '1/s burst 4' })
  const wrong = () => get('/rtcToken?channelName=a', { 'x-api-key': 'wrong' })
  expect(await statuses([wrong, wrong, wrong, wrong, wrong])).toEqual([401, 401, 401, 401, 429])
})

test('nobody is counted in development, unless told to', async () => {
  const { url } = await start({ SYMBOLON_LIMIT_IP: '0' })
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => fetch(`${url}/rtcToken?channelName=a&uid=7`)),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const limited = await start({ SYMBOLON_LIMIT_IP: '1/h burst 1' })
  expect((await fetch(`${limited.url}/docs`)).status).toBe(200)
  expect((await fetch(`${limited.url}/docs`)).status).toBe(429)
})
