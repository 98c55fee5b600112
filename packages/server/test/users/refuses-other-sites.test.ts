import { request } from 'node:http'
import { expect, test } from 'vitest'
import { pasteBoxHeaders } from '../../src/pages/explain.ts'
import { keptProject, serving } from '../authority.ts'
import { cookieOf, password, person } from './people.ts'

// T11 of the threat model: a page of another site that has the browser of an owner send something.

type Said = Readonly<Record<string, string>>

const ownOrigin = 'http://{host}'

/** What a browser, or whoever, says of where a request comes from, and whether that is one of our own pages. */
const origins: readonly [string, Said, 'own' | 'other' | 'nothing'][] = [
  ['our own page', { origin: ownOrigin, 'sec-fetch-site': 'same-origin' }, 'own'],
  ['our own page, in a browser without Sec-Fetch-Site', { origin: ownOrigin }, 'own'],
  ['our own page, where Origin is left out', { 'sec-fetch-site': 'same-origin' }, 'own'],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'other'],
  [
    'another site that lies in one of them',
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    'other',
  ],
  [
    'another port of this machine',
    { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
    'other',
  ],
  ['a site that begins like ours', { origin: `${ownOrigin}.evil.example` }, 'other'],
  ['ours with https', { origin: 'https://{host}' }, 'other'],
  ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 'other'],
  ['another site, where Origin is left out', { 'sec-fetch-site': 'cross-site' }, 'other'],
  ['a subdomain, where Origin is left out', { 'sec-fetch-site': 'same-site' }, 'other'],
  ['an address that was typed', { 'sec-fetch-site': 'none' }, 'nothing'],
  ['who says nothing', {}, 'nothing'],
]

/** `fetch` adds headers of its own. */
function plainRequest(
  url: string,
  { method, headers, body }: { method: string; headers: Said; body?: string },
) {
  return new Promise<{ status: number; headers: Said }>((resolve, reject) => {
    const asking = request(url, { method, headers }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers as Said })
    })
    asking.on('error', reject).end(body)
  })
}

test('with a session, only our own pages change anything, and no other page reads', async () => {
  const kept = await keptProject()
  await person(kept, 'root', 'admin')
  const calling = await serving(kept)
  const { url } = calling.server
  const cookie = await cookieOf(calling, 'root')
  const host = new URL(url).host
  const seen: unknown[] = []
  const expected: unknown[] = []
  for (const [who, said, kind] of origins) {
    const headers = Object.fromEntries(
      Object.entries({ ...said, cookie, 'content-type': 'application/json' }).map(
        ([name, value]) => [name, value.replace('{host}', host)],
      ),
    )
    const body = JSON.stringify({ name: 'x', scopes: ['projects:read'] })
    const wrote = await plainRequest(`${url}/v1/keys`, { method: 'POST', headers, body })
    const read = await plainRequest(`${url}/v1/keys`, { method: 'GET', headers })
    const asked = await plainRequest(`${url}/v1/session`, { method: 'GET', headers })
    seen.push([who, wrote.status, read.status, asked.status])
    const reads = kind === 'other' ? 403 : 200
    expected.push([who, kind === 'own' ? 201 : 403, reads, reads])
    for (const answer of [wrote, read, asked]) {
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
      expect(answer.headers).not.toHaveProperty('access-control-allow-credentials')
    }
  }
  expect(seen).toEqual(expected)
})

test('no other site signs somebody in or out; programs may sign in', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const calling = await serving(kept)
  const { url } = calling.server
  const host = new URL(url).host
  const body = JSON.stringify({ name: 'ana', password })
  for (const [who, said, kind] of origins) {
    const own = Object.fromEntries(
      Object.entries(said).map(([name, value]) => [name, value.replace('{host}', host)]),
    )
    const headers = { ...own, 'content-type': 'application/json' }
    const { status } = await plainRequest(`${url}/v1/session`, { method: 'POST', headers, body })
    expect([who, status]).toEqual([who, kind === 'other' ? 403 : 201])
  }
  const cookie = await cookieOf(calling, 'ana')
  const headers = { cookie, origin: 'https://evil.example' }
  expect((await calling.call('DELETE /v1/session', { headers })).status).toBe(403)
  expect((await calling.call('GET /v1/session', { headers: { cookie } })).status).toBe(200)
})

test('what a form of another site can send is not read', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const { server } = await serving(kept)
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const { status } = await plainRequest(`${server.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: JSON.stringify({ name: 'ana', password }),
    })
    expect([type, status]).toEqual([type, 415])
  }
})

test('under a name that was pointed here nobody signs in, and no session is read', async () => {
  const kept = await keptProject()
  await person(kept, 'ana', 'viewer')
  const calling = await serving(kept)
  const cookie = await cookieOf(calling, 'ana')
  const { url } = calling.server
  const headers = { host: 'evil.example', 'content-type': 'application/json' }
  const body = JSON.stringify({ name: 'ana', password })
  const signIn = await plainRequest(`${url}/v1/session`, { method: 'POST', headers, body })
  expect(signIn.status).toBe(409)
  const read = await plainRequest(`${url}/v1/projects`, {
    method: 'GET',
    headers: { ...headers, cookie },
  })
  expect(read.status).toBe(401)
})

test('no page of the server can be put into a frame, or runs what is not its own', async () => {
  const { server } = await serving(await keptProject())
  const served = ['/', '/docs', '/docs/errors'].map(async (path) => {
    const { headers, status } = await fetch(server.url + path)
    expect(status).toBe(200)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    return Object.fromEntries(headers)
  })
  for (const headers of [...(await Promise.all(served)), pasteBoxHeaders]) {
    const policy = headers['content-security-policy']
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'none'")
    expect(policy).not.toMatch(/unsafe|\*/)
  }
})
