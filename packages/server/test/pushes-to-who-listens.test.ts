import { verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import { acting } from './acting.ts'
import { appId, certificate, keptProject, seconds, serving } from './authority.ts'
import { start } from './fixture.ts'
import { listen } from './listening.ts'
import { cookieOf, fromOwnPage, person } from './users/people.ts'

const push = `POST /v1/projects/${appId}/push`
const place = { channel: 'lobby', uid: 7 }

async function stage(env: Record<string, string> = {}) {
  const kept = await keptProject()
  const clock = { at: seconds() }
  const key = await kept.keyFor()
  const pushing = await kept.keyFor('push:write')
  const issuing = await kept.keyFor('tokens:issue')
  const calling = await serving(kept, env, 'dev', { tokenNow: () => clock.at })
  const tokenFor = async (more: object = {}) => {
    const rtc = { ...place, role: 'subscriber', ...more }
    const { body } = await calling.call('POST /v1/tokens', { key, body: { rtc } })
    return String(body.token)
  }
  const opened = async (more: object = {}) => {
    const heard = await listen(calling, await tokenFor(more))
    return { ...heard, first: await heard.next() }
  }
  const say = (body: object, by = key) =>
    calling.call(push, { key: by, body: { ...place, ...body } })
  return { ...calling, kept, key, pushing, issuing, clock, tokenFor, opened, say }
}

test('a subscriber who listens is given a publisher token, and nobody else is', async () => {
  const { opened, say, clock, kept } = await stage()
  const seven = await opened()
  const eight = await opened({ uid: 8 })
  const elsewhere = await opened({ channel: 'stage' })
  expect(seven.first).toEqual({ event: 'listening', data: { until: clock.at + 3600 } })
  const answer = await say({ role: 'publisher', expiresInSeconds: 600 })
  expect(answer).toMatchObject({
    status: 200,
    body: { reached: 1, issuedAt: clock.at, expiresAt: clock.at + 600, warnings: [] },
  })
  const { event, data } = (await seven.next())!
  expect(event).toBe('token')
  expect(data).toMatchObject({ role: 'publisher', expiresAt: clock.at + 600 })
  const expected = { certificate, now: clock.at, appId, ...place }
  const { claims } = verify(String(data.token), expected)
  expect(claims).toMatchObject({ services: [{ type: 'rtc', privileges: { publishAudio: 600 } }] })
  expect(answer.text).not.toContain(data.token)
  await say({ uid: 8, reauthenticate: true })
  await say({ channel: 'stage', reauthenticate: true })
  expect((await eight.next())?.event).toBe('reauthenticate')
  expect((await elsewhere.next())?.event).toBe('reauthenticate')
  const noted = await kept.authority.audit.list({ chain: appId, limit: 10 })
  const issued = noted.filter(({ action }) => action === 'token.issued')
  expect(issued[0]).toMatchObject({ by: { kind: 'key' }, about: { dialect: 'push' } })
})

test('where nobody listens no token is made, and nobody is reached', async () => {
  const { say, kept } = await stage()
  expect(await say({ role: 'publisher' })).toMatchObject({ status: 200, body: { reached: 0 } })
  expect(await say({ reauthenticate: true })).toMatchObject({ body: { reached: 0 } })
  const noted = await kept.authority.audit.list({ chain: appId, limit: 10 })
  expect(noted.map(({ action }) => action)).not.toContain('token.issued')
})

test('all tabs and devices of a user are reached, nine of them but for the oldest', async () => {
  const { opened, say } = await stage()
  const first = await opened()
  const others = []
  for (let nth = 0; nth < 8; nth++) others.push(await opened())
  expect(await first.next()).toBeUndefined()
  expect((await say({ reauthenticate: true })).body.reached).toBe(8)
  for (const one of others) expect((await one.next())?.event).toBe('reauthenticate')
})

test('the policy decides what is pushed, as if the key had asked for it', async () => {
  const { opened, say, kept, pushing, issuing } = await stage()
  const heard = await opened()
  expect(await say({ role: 'publisher' }, pushing)).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  })
  expect(await say({ reauthenticate: true }, issuing)).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  })
  const audience = { name: 'audience', effect: 'allow', role: 'subscriber' } as const
  const capped = { name: 'short', effect: 'cap', maxSeconds: 120 } as const
  const policy = { rules: [capped, audience] }
  await kept.authority.store.setPolicy({ appId, policy }, acting(seconds()))
  expect((await say({ reauthenticate: true }, pushing)).body.reached).toBe(1) // reads the policy again
  expect(await say({ role: 'publisher' })).toMatchObject({
    status: 403,
    body: { code: 'POLICY_DENIED' },
  })
  const { body } = await say({ role: 'subscriber' })
  expect(body.expiresAt - body.issuedAt).toBe(120)
  expect((await heard.next())?.event).toBe('reauthenticate')
  expect(await heard.next()).toMatchObject({ event: 'token', data: { role: 'subscriber' } })
})

test('who signed in has somebody re-authenticate, and gives no tokens', async () => {
  const { opened, kept, server, call } = await stage()
  await person(kept, 'olga', 'operator')
  const heard = await opened()
  const headers = fromOwnPage(await cookieOf({ server, call }, 'olga'), { server, call })
  const said = (body: object) => call(push, { headers, body: { ...place, ...body } })
  expect(await said({ role: 'publisher' })).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  })
  expect((await said({ reauthenticate: true })).body).toEqual({ reached: 1 })
  expect((await heard.next())?.event).toBe('reauthenticate')
})

test('a token to be asked for anew: noted, and the stream ends when the time is over', async () => {
  const { opened, say, clock, kept } = await stage()
  const heard = await opened()
  expect((await say({ reauthenticate: true, withinSeconds: 20 })).body).toEqual({ reached: 1 })
  expect(await heard.next()).toEqual({ event: 'reauthenticate', data: { withinSeconds: 20 } })
  const [noted] = await kept.authority.audit.list({ chain: appId, limit: 1 })
  expect(noted).toMatchObject({
    action: 'subject.reauthenticate',
    by: { kind: 'key' },
    about: { channel: 'lobby', subject: '7', withinSeconds: 20 },
  })
  clock.at += 20
  expect(await heard.next()).toBeUndefined()
})

test('whoever is banned is told, listens no more, and is given nothing', async () => {
  const { opened, say, call, key, tokenFor, server } = await stage()
  const token = await tokenFor()
  const heard = await opened()
  const other = await opened({ uid: 8 })
  const { body } = await call(`POST /v1/projects/${appId}/bans`, { key, body: { uid: 7 } })
  expect(await heard.next()).toEqual({ event: 'banned', data: { until: body.ban.until } })
  expect(await heard.next()).toBeUndefined()
  const again = await listen({ server }, token)
  expect([again.status, again.problem.code]).toEqual([403, 'SUBJECT_BANNED'])
  expect((await say({ role: 'publisher' })).body).toEqual({ reached: 0 })
  await say({ uid: 8, reauthenticate: true })
  expect((await other.next())?.event).toBe('reauthenticate')
})

test('a stream ends with its token, whatever was pushed to it', async () => {
  const { opened, say, clock, tokenFor, server } = await stage()
  const token = await tokenFor()
  const heard = await opened()
  await say({ role: 'publisher', expiresInSeconds: 86_400 })
  expect((await heard.next())?.event).toBe('token')
  clock.at += 3600
  expect(await heard.next()).toBeUndefined()
  expect(heard.text()).toMatch(/retry: [1-5]\d{3}\n\n$/)
  const again = await listen({ server }, token)
  expect([again.status, again.problem.code]).toEqual([401, 'LISTENER_UNPROVEN'])
})

test('a stream ends when its project is disabled, or its certificate gone', async () => {
  const { opened, call, key } = await stage()
  const heard = await opened()
  await call(`PATCH /v1/projects/${appId}`, { key, body: { enabled: false } })
  expect(await heard.next()).toBeUndefined()
  await call(`PATCH /v1/projects/${appId}`, { key, body: { enabled: true } })
  const old = await opened()
  const emergency = await call(`POST /v1/projects/${appId}/certificates/emergency-rotation`, {
    ...{ key, body: { reason: 'leaked', certificate: 'c'.repeat(32) } },
  })
  expect(emergency.status).toBe(200)
  expect(await old.next()).toBeUndefined()
})

test('a stream is not stored, bent or held back on its way; stateless servers have none', async () => {
  const { opened } = await stage()
  const { headers } = await opened()
  expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(headers.get('cache-control')).toBe('no-store, no-transform')
  expect(headers.get('x-accel-buffering')).toBe('no')
  expect(headers.get('access-control-allow-origin')).toBe('*')
  const server = await start()
  expect((await fetch(`${server.url}/v1/events`)).status).toBe(404)
})

test('streams end when the server stops, and say when to come back', async () => {
  const { opened, server } = await stage()
  const heard = await opened()
  const closed = server.close(5)
  expect(await heard.next()).toBeUndefined()
  expect(heard.text()).toMatch(/retry: [1-5]\d{3}\n\n$/)
  await closed
})

test('a push says one thing, to one user in one channel', async () => {
  const { say } = await stage()
  const wrong = [
    {},
    { role: 'publisher', reauthenticate: true },
    { role: 'host' },
    { reauthenticate: true, expiresInSeconds: 60 },
    { role: 'publisher', withinSeconds: 60 },
    { reauthenticate: true, withinSeconds: 1 },
    { reauthenticate: true, channel: 'lob*' },
    { reauthenticate: true, uid: 0 },
    { reauthenticate: true, account: 'ana' },
    { reauthenticate: true, uid: undefined },
  ]
  const answers = await Promise.all(wrong.map((body) => say(body)))
  for (const { body } of answers) expect(body.code).toBe('REQUEST_INVALID')
})
