import { expect, test } from 'vitest'
import { appId, certificate, keptProject, serving } from './authority.ts'
import { start } from './fixture.ts'

const header = 'x-request-id'
const env = { APP_ID: appId, APP_CERTIFICATE: certificate }

/** Of a grant, whose line is put together late, in what it is put together of. */
function idIn({ fields }: { readonly fields: Readonly<Record<string, unknown>> }): unknown {
  return Object(fields.entry ?? fields).requestId
}

test.each([
  ['GET', '/rtcToken?channelName=lobby&uid=7', undefined],
  ['GET', '/rtcToken?channelName=%6Cobby&uid=7', undefined],
  ['GET', '/rtc/lobby/publisher/uid/7/', undefined],
  ['POST', '/v1/tokens', '{"rtc":{"channel":"lobby","uid":7}}'],
  ['GET', '/rtcToken', undefined],
  ['POST', '/v1/tokens', '{}'],
  ['GET', '/nothing', undefined],
])('%s %s is found in the log by the id in its answer', async (method, path, body) => {
  const { url, log } = await start(env)
  const headers = new Headers(body === undefined ? [] : [['content-type', 'application/json']])
  const seen = new Set<string>()
  for (let nth = 0; nth < 2; nth++) {
    const before = log.lines.length
    const answer = await fetch(url + path, { method, headers, body: body ?? null })
    const id = answer.headers.get(header)!
    const text = await answer.text()
    expect(log.lines.slice(before).map(idIn)).toEqual([id])
    if (answer.headers.get('content-type')?.includes('problem')) expect(text).toContain(id)
    seen.add(id)
  }
  expect(seen.size).toBe(2)
})

test('what a proxy that is trusted calls a request is kept; what others call it is not', async () => {
  const given = 'abcdef01-2345.6789'
  const ask = async (more: Record<string, string>, name: string, path = '/livez') => {
    const { url } = await start({ ...env, ...more })
    return (await fetch(url + path, { headers: { [header]: name } })).headers.get(header)
  }
  const proxied = { SYMBOLON_TRUST_PROXY: '127.0.0.1' }
  expect(await ask(proxied, given)).toBe(given)
  expect(await ask(proxied, given, '/%zz')).toBe(given) // no path, and a refusal of its own
  expect(await ask({}, given)).not.toBe(given)
  expect(await ask({ SYMBOLON_TRUST_PROXY: '10.0.0.0/8' }, given)).not.toBe(given)
  for (const bad of ['short', 'with space in it', 'a"quote,"level":"', 'x'.repeat(65)]) {
    expect(await ask(proxied, bad)).not.toBe(bad)
  }
})

test('the audit says which request asked: for a token, in vain, and for an act', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const rtc = { channel: 'lobby', uid: 7 }
  const issued = await call('POST /v1/tokens', { key, body: { rtc } })
  const made = await call('POST /v1/keys', { key, body: { name: 'x', scopes: ['tokens:issue'] } })
  const none = { rules: [] }
  const set = await call(`PUT /v1/projects/${appId}/policy`, {
    key,
    body: none,
    headers: { 'if-match': '*' },
  })
  const refused = await call('POST /v1/tokens', { key, body: { rtc } })
  expect([issued, made, set, refused].map(({ status }) => status)).toEqual([201, 201, 200, 403])
  const named = async (query: string) => {
    const { entries } = (await call(`GET /v1/audit?limit=1&${query}`, { key })).body
    return entries[0].requestId
  }
  const idOf = ({ headers }: { readonly headers: Headers }) => headers.get(header)
  expect(await named(`appId=${appId}&action=token.issued`)).toBe(idOf(issued))
  await expect
    .poll(() => named(`appId=${appId}&action=token.refused`).catch(() => undefined))
    .toBe(idOf(refused))
  expect(await named(`appId=${appId}&action=policy.set`)).toBe(idOf(set))
  expect(await named('action=key.created')).toBe(idOf(made))
  const verified = await kept.authority.audit.verify()
  expect(verified.every(({ faults }) => faults.length === 0)).toBe(true)
})
