import { expect, test } from 'vitest'
import { appId, keptProject, serving } from './authority.ts'

const url = `/v1/projects/${appId}/policy`
const calls = { name: 'calls', effect: 'allow', channel: 'call-*', maxSeconds: 600 } as const
const rtc = (channel: string) => ({ rtc: { channel, uid: 7 } })
const backend = { kind: 'key', id: 'k_backend' }

async function owner() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const ask = (line: string, body?: unknown, headers?: Record<string, string>) =>
    call(line, { key, body, ...(headers && { headers }) })
  const set = (rules: readonly object[], ifMatch: string) =>
    ask(`PUT ${url}`, { rules }, { 'if-match': ifMatch })
  return { ask, set, call }
}

test('a policy is read, replaced and in force when the answer comes, and every version stays', async () => {
  const { ask, set, call } = await owner()
  const first = await ask(`GET ${url}`)
  expect(first).toMatchObject({ status: 200, body: { appId, version: 1, setBy: 'ana' } })
  expect(first.headers.get('etag')).toBe('"1"')
  const replaced = await set([calls], '"1"')
  expect(replaced).toMatchObject({ status: 200, body: { version: 2 } })
  expect(replaced.headers.get('etag')).toBe('"2"')
  const issue = async (channel: string) =>
    (await call('POST /v1/tokens', { body: rtc(channel), key: undefined })).status
  expect([await issue('call-1'), await issue('lobby')]).toEqual([403, 403])
  const old = (await ask(`GET ${url}/versions/1`)).body.policy
  expect(old).toEqual(first.body.policy)
  expect((await ask(`PUT ${url}`, old, { 'if-match': '"2"' })).body.version).toBe(3)
  expect(await issue('lobby')).toBe(201)
  const { versions, nextCursor } = (await ask(`GET ${url}/versions?limit=2`)).body
  expect(versions.map((one: { version: number }) => one.version)).toEqual([3, 2])
  const rest = await ask(`GET ${url}/versions?limit=2&cursor=${nextCursor}`)
  expect(rest.body).toEqual({ versions: [expect.objectContaining({ version: 1 })] })
  expect(versions[0]).not.toHaveProperty('policy')
})

test('nobody’s policy is replaced unseen', async () => {
  const { ask, set } = await owner()
  await set([calls], '"1"')
  const late = await set([], '"1"')
  expect(late).toMatchObject({ status: 412, body: { code: 'POLICY_CHANGED' } })
  expect((await ask(`PUT ${url}`, { rules: [] })).body.code).toBe('PRECONDITION_MISSING')
  for (const ifMatch of ['2', 'W/"2"', '"x"', '"-1"', '""']) {
    expect([ifMatch, (await set([], ifMatch)).status]).toEqual([ifMatch, 400])
  }
  expect((await ask(`GET ${url}`)).body.version).toBe(2)
  expect((await set([], '*')).body.version).toBe(3)
})

test('of two owners who replace the same policy at once one is told', async () => {
  const { set } = await owner()
  const both = await Promise.all([set([calls], '"1"'), set([], '"1"')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412])
})

test('a project without a policy says what that means, and its first is version 1', async () => {
  const { ask } = await owner()
  const { project } = (await ask('POST /v1/projects', { name: 'Local' })).body
  const own = `/v1/projects/${project.appId}/policy`
  const none = { appId: project.appId, version: 0, open: true }
  expect((await ask(`GET ${own}`)).body).toEqual(none)
  const listed = (await ask('GET /v1/policies')).body.policies
  expect(listed).toEqual([expect.objectContaining({ appId, version: 1, setBy: 'ana' }), none])
  const asked = { caller: backend, request: rtc('x') }
  expect((await ask(`POST ${own}/explain`, asked)).body).toEqual({ allowed: true, version: 0 })
  const first = await ask(`PUT ${own}`, { rules: [calls] }, { 'if-match': '"0"' })
  expect(first.body.version).toBe(1)
})

test('everything wrong with a policy is told with its place, and nothing is set', async () => {
  const { ask, set } = await owner()
  const broken = await set([{ ...calls, chanel: 'x' }, {}], '"1"')
  const places = ({ body }: typeof broken) =>
    body.errors.map(({ pointer }: { pointer: string }) => pointer)
  expect(broken).toMatchObject({ status: 422, body: { code: 'POLICY_INVALID' } })
  expect(places(broken)).toEqual(['#/rules/0/chanel', '#/rules/1/effect'])
  const inside = { caller: backend, request: rtc('a'), policy: { rules: [{}] } }
  expect(places(await ask(`POST ${url}/explain`, inside))).toEqual(['#/policy/rules/0/effect'])
  expect((await ask(`PUT ${url}`, {}, { 'if-match': '*' })).status).toBe(400)
  expect((await ask(`GET ${url}`)).body.version).toBe(1)
})

test('explain says what each rule says, of the policy that is set or of another', async () => {
  const { ask, set } = await owner()
  await set([{ name: 'shut', effect: 'deny', channel: 'call-9' }, calls], '"1"')
  const explain = async (channel: string, policy?: object) =>
    (await ask(`POST ${url}/explain`, { caller: backend, request: rtc(channel), policy })).body
  expect(await explain('call-1')).toMatchObject({
    allowed: true,
    version: 2,
    expiresInSeconds: 600,
    services: [{ rule: 'calls', rules: [{ outcome: 'channel' }, { outcome: 'decided' }] }],
  })
  expect(await explain('call-9')).toMatchObject({ services: [{ reason: 'RULE_DENIES' }] })
  const other = { rules: [{ ...calls, channel: 'lobby' }] }
  expect(await explain('lobby', other)).toMatchObject({ allowed: true, version: 3 })
  const nothing = await ask(`POST ${url}/explain`, { caller: backend, request: {} })
  expect(nothing).toMatchObject({ status: 422, body: { code: 'REQUEST_INVALID' } })
})

test('cases are tried, on the policy that is set or on another', async () => {
  const { ask, set } = await owner()
  await set([calls], '"1"')
  const cases = [
    { name: 'calls', caller: backend, request: rtc('call-1'), expect: 'allow', rule: 'calls' },
    { name: 'lobby', caller: backend, request: rtc('lobby'), expect: 'deny' },
  ]
  const tried = async (policy?: object) => (await ask(`POST ${url}/test`, { cases, policy })).body
  expect(await tried()).toEqual({
    passed: 2,
    failed: 0,
    cases: [
      { name: 'calls', passed: true },
      { name: 'lobby', passed: true },
    ],
  })
  expect(await tried({ rules: [{ name: 'all', effect: 'allow' }] })).toMatchObject({
    failed: 2,
    cases: [{ instead: 'decided by "all"' }, { instead: 'allowed by "all"' }],
  })
  const many = Array.from({ length: 1001 }, () => cases[0])
  expect((await ask(`POST ${url}/test`, { cases: many })).status).toBe(400)
})

test('diff names the rules that differ from the policy that is set', async () => {
  const { ask, set } = await owner()
  await set([calls], '"1"')
  const after = { ...calls, maxSeconds: 60 }
  expect((await ask(`POST ${url}/diff`, { rules: [after] })).body).toEqual({
    version: 2,
    changes: [{ name: 'calls', change: 'changed', before: calls, after }],
  })
})

test('a policy of ten thousand rules fits, and one that is larger than any is cut off', async () => {
  const { ask, set } = await owner()
  const rules = (length: number) =>
    Array.from({ length }, (_, nth) => ({ ...calls, name: `r${nth}`, channel: `room-${nth}-*` }))
  expect((await set(rules(10_000), '"1"')).body.version).toBe(2)
  expect((await ask(`GET ${url}`)).body.policy.rules).toHaveLength(10_000)
  expect((await set(rules(60_000), '"2"')).body).toMatchObject({
    code: 'BODY_TOO_LARGE',
    detail: 'The body has more than 4,194,304 bytes.',
  })
})

test('who may read policies may not set them, and who may do neither sees none', async () => {
  const kept = await keptProject()
  const reader = await kept.keyFor('policies:read')
  const other = await kept.keyFor('projects:write', 'tokens:issue')
  const { call } = await serving(kept)
  const asked = { caller: backend, request: rtc('x') }
  const acts: [string, unknown?][] = [
    [`GET ${url}`],
    ['GET /v1/policies'],
    [`GET ${url}/versions`],
    [`GET ${url}/versions/1`],
    [`POST ${url}/explain`, asked],
    [`POST ${url}/diff`, { rules: [] }],
    [`POST ${url}/test`, { cases: [{ name: 'x', ...asked, expect: 'allow' }] }],
  ]
  for (const [line, body] of acts) {
    expect([line, (await call(line, { key: reader, body })).status]).toEqual([line, 200])
    expect([line, (await call(line, { key: other, body })).status]).toEqual([line, 403])
  }
  const headers = { 'if-match': '*' }
  const put = (key: string) => call(`PUT ${url}`, { key, body: { rules: [] }, headers })
  expect([(await put(reader)).status, (await put(other)).status]).toEqual([403, 403])
})

test('of projects and versions that are not there the answer is 404', async () => {
  const { ask } = await owner()
  const nobody = `/v1/projects/${'f'.repeat(32)}/policy`
  const lines: [string, unknown?][] = [
    [`GET ${nobody}`],
    [`GET ${nobody}/versions`],
    [`GET ${nobody}/versions/1`],
    [`POST ${nobody}/diff`, { rules: [] }],
    [`POST ${nobody}/explain`, { caller: backend, request: rtc('x') }],
    [`PUT ${nobody}`, { rules: [] }],
  ]
  for (const [line, body] of lines) {
    const { body: told } = await ask(line, body, { 'if-match': '"0"' })
    expect([line, told.code]).toEqual([line, 'PROJECT_UNKNOWN'])
  }
  expect((await ask(`GET ${url}/versions/9`)).body.code).toBe('POLICY_UNKNOWN')
  for (const place of [`${url}/versions/x`, `${url}/versions?cursor=x`, '/v1/policies?cursor=x']) {
    expect([place, (await ask(`GET ${place}`)).status]).toEqual([place, 400])
  }
})
