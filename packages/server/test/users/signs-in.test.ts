import { expect, test } from 'vitest'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'
import { cookieIn, cookieOf, fromOwnPage, password, person } from './people.ts'

const wrong = 'another one that is long'

test('who signs in gets a cookie that no script reads, and is known by it until they sign out', async () => {
  const kept = await keptProject()
  const { id } = await person(kept, 'ana@shop.example', 'operator')
  const calling = await serving(kept)
  const { call, server } = calling
  const body = { name: 'Ana@Shop.example', password }
  const signedIn = await call('POST /v1/session', { body })
  expect(signedIn).toMatchObject({
    status: 201,
    body: { user: { id, name: 'ana@shop.example', role: 'operator', password: true } },
  })
  expect(signedIn.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^symbolon_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    ),
  ])
  expect(signedIn.headers.get('cache-control')).toBe('no-store')
  const cookie = cookieIn(signedIn.headers)
  const headers = fromOwnPage(cookie, calling)
  const who = await call('GET /v1/session', { headers })
  expect(who.body).toMatchObject({ user: { id }, scopes: expect.arrayContaining(['tokens:temp']) })
  expect(who.text).not.toContain('scrypt')
  expect((await call('GET /v1/projects', { headers })).status).toBe(200)

  const out = await call('DELETE /v1/session', { headers })
  expect(out.status).toBe(204)
  expect(out.headers.getSetCookie()[0]).toMatch(/^symbolon_session=; .*Max-Age=0$/)
  for (const line of ['GET /v1/session', 'GET /v1/projects', 'DELETE /v1/session']) {
    const after = await call(line, { headers })
    expect({ line, status: line.startsWith('DELETE') ? 401 : after.status }).toEqual({
      line,
      status: 401,
    })
  }
  const logged = JSON.stringify(server.log.lines)
  expect(logged).toContain(id)
  for (const secret of [password, cookie.split('=')[1]!]) expect(logged).not.toContain(secret)
})

test('behind TLS the cookie is for that host alone, and the settings say which that is', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const { call } = await serving(kept, { SYMBOLON_PUBLIC_URL: 'https://tokens.example.com/' })
  const origin = 'https://tokens.example.com'
  const body = { name: 'ana', password }
  const signedIn = await call('POST /v1/session', { body, headers: { origin } })
  const [set = ''] = signedIn.headers.getSetCookie()
  expect(set).toMatch(
    /^__Host-symbolon_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
  )
  const cookie = cookieIn(signedIn.headers)
  expect((await call('GET /v1/session', { headers: { cookie, origin } })).status).toBe(200)
  // any site of the same domain can set a cookie without the prefix
  const plain = cookie.replace('__Host-', '')
  expect((await call('GET /v1/session', { headers: { cookie: plain, origin } })).status).toBe(401)
  expect((await call('GET /v1/projects', { headers: { cookie: plain } })).status).toBe(401)
})

test('whatever is wrong, the answer is the same', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  await person(kept, 'off', 'viewer', { enabled: false })
  const identity = { issuer: 'https://id.example', subject: '1' }
  await person(kept, 'elsewhere', 'viewer', { passwordHash: undefined, identity })
  const { call } = await serving(kept)
  const trials = [
    { name: 'ana', password: wrong },
    { name: 'nobody', password },
    { name: 'off', password },
    { name: 'elsewhere', password },
    { name: "' or 1=1 --", password },
    { name: '', password: '' },
  ]
  const answers: object[] = []
  for (const body of trials) {
    const answer = await call('POST /v1/session', { body })
    expect(answer.headers.getSetCookie()).toEqual([])
    answers.push({ status: answer.status, ...answer.body, requestId: undefined })
  }
  expect(answers[0]).toMatchObject({ status: 401, code: 'SIGN_IN_REFUSED' })
  for (const answer of answers) expect(answer).toEqual(answers[0])
})

test('a session is no key: no dialect takes it, and it gets no token but temporary ones', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  await kept.keyFor('tokens:issue')
  const calling = await serving(kept, {}, 'serve')
  const { call } = calling
  const headers = fromOwnPage(await cookieOf(calling, 'root'), calling)
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  expect(await call('POST /v1/tokens', { body, headers })).toMatchObject({
    status: 403,
    body: { code: 'SCOPE_MISSING' },
  })
  for (const path of ['/rtcToken?channelName=lobby&uid=7', '/rtc/lobby/publisher/uid/7/']) {
    expect({ path, status: (await call(`GET ${path}`, { headers })).status }).toEqual({
      path,
      status: 401,
    })
  }
  const temp = await call(`POST /v1/projects/${appId}/temp-tokens`, {
    body: { channel: 'lobby' },
    headers,
  })
  expect(temp.status).toBe(201)
})

test('a key that is sent on purpose counts, not the session that the browser adds', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const key = await kept.keyFor('tokens:explain')
  const tokens = await kept.keyFor('tokens:issue')
  const calling = await serving(kept, {}, 'serve')
  const headers = fromOwnPage(await cookieOf(calling, 'root'), calling)
  expect((await calling.call('GET /v1/projects', { headers })).status).toBe(200)
  expect((await calling.call('GET /v1/projects', { headers, key })).status).toBe(403)
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  expect((await calling.call('POST /v1/tokens', { body, headers, key: tokens })).status).toBe(201)
})

test('a session that is changed, doubled or made up is none', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const calling = await serving(kept)
  const cookie = await cookieOf(calling, 'ana')
  const turned = cookie.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const made = `symbolon_session=${'A'.repeat(43)}`
  for (const one of [turned, `${cookie}x`, `${cookie}; ${made}`, made, 'symbolon_session=']) {
    const answer = await calling.call('GET /v1/session', { headers: { cookie: one } })
    expect({ one, status: answer.status }).toEqual({ one, status: 401 })
  }
  const beside = `a=b; ${cookie}; theme="x=y"`
  const answer = await calling.call('GET /v1/session', { headers: { cookie: beside } })
  expect(answer.status).toBe(200)
})

test('who brings a session that has ended is not taken for nobody', async () => {
  const kept = await keptProject()
  const ana = await person(kept, 'ana', 'viewer')
  const calling = await serving(kept)
  const headers = fromOwnPage(await cookieOf(calling, 'ana'), calling)
  await kept.authority.users.signOut('ana', acting(seconds()))
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  expect((await calling.call('POST /v1/tokens', { body })).status).toBe(201)
  expect((await calling.call('POST /v1/tokens', { body, headers })).status).toBe(401)
  expect(await kept.authority.users.sessions(ana.id)).toEqual([])
})

test('neither a password nor what a browser keeps stands in the database', async () => {
  const kept = await keptProject()
  const { users } = kept.authority
  await users.create({ name: 'ana', role: 'viewer', password }, acting(seconds()))
  const calling = await serving(kept)
  const secret = (await cookieOf(calling, 'ana')).split('=')[1]!
  const { readFileSync } = await import('node:fs')
  for (const name of ['symbolon.db', 'symbolon.db-wal']) {
    const text = readFileSync(`${kept.dataDir}/${name}`, 'latin1')
    expect(text).not.toContain(password)
    expect(text).not.toContain(secret)
  }
})

test('the log says whose password was tried from where, and neither the password nor a name that nobody has', async () => {
  const kept = await keptProject()
  const { id } = await person(kept, 'ana@shop.example', 'operator')
  const { call, server } = await serving(kept)
  const requests: unknown[] = []
  for (const name of ['ana@shop.example', 'nobody@shop.example']) {
    const answer = await call('POST /v1/session', { body: { name, password: wrong } })
    requests.push(answer.headers.get('x-request-id'))
  }
  const lines = server.log.lines.filter(({ message }) => message === 'a password was wrong')
  expect(lines.map(({ fields }) => fields)).toEqual([
    { ip: '127.0.0.1', user: id, requestId: requests[0] },
    { ip: '127.0.0.1', user: undefined, requestId: requests[1] },
  ])
  const log = JSON.stringify(server.log.lines)
  expect(log).not.toContain(wrong)
  expect(log).not.toContain('nobody@')
})
