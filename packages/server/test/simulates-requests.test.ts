import { expect, test } from 'vitest'
import type { Rule } from '../src/policies/policy.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

const url = `/v1/projects/${appId}/policy/simulate`
const by = { kind: 'owner', id: 'test' } as const
const backend = { kind: 'key', id: 'k_backend' }
const rules: readonly Rule[] = [
  { name: 'trial', effect: 'cap', channel: 'trial-*', role: 'subscriber', maxSeconds: 600 },
  { name: 'all', effect: 'allow', services: ['rtc', 'rtm'], maxSeconds: 7200 },
]

async function owner() {
  const kept = await keptProject()
  const act = { by, at: seconds() }
  await kept.authority.store.setPolicy({ appId, policy: { rules: [...rules] } }, act)
  const key = await kept.keyFor()
  const [{ id } = { id: '' }] = await kept.authority.keys.list()
  const { call } = await serving(kept, { SYMBOLON_MAX_TOKEN_SECONDS: '5400' })
  const ask = (line: string, body: unknown) => call(line, { key, body })
  const simulate = async (request: object, more: object = {}) =>
    (await ask(`POST ${url}`, { caller: { kind: 'key', id }, request, ...more })).body
  return { kept, ask, simulate }
}

test('what is simulated is what POST /v1/tokens answers: lives, caps, refusals and faults', async () => {
  const { kept, ask, simulate } = await owner()
  const { bans } = kept.authority
  await bans.ban(appId, { subject: '13', numeric: true }, { by, at: seconds() })
  await ask(`POST /v1/keys`, { name: 'so that the server reads again' })
  const requests = [
    { rtc: { channel: 'lobby', uid: 7 } },
    { rtc: { channel: 'lobby', uid: 7 }, expiresInSeconds: 86_400 },
    { rtc: { channel: 'trial-1', uid: 7 }, expiresInSeconds: 3600 },
    { rtc: { channel: 'lobby', anyUid: true } },
    { rtc: { channel: 'lobby', uid: 13 } },
    { rtc: { channel: 'lobby', uid: 7 }, chat: { userId: 'ana' } },
    { rtc: { channel: 'ö', uid: 7 } },
    { version: '006', rtc: { channel: 'lobby', uid: 7 } },
    {},
    { rtc: { chanel: 'x' } },
  ]
  const statuses: number[] = []
  for (const request of requests) {
    const told = await simulate(request)
    const real = await ask('POST /v1/tokens', request)
    expect([request, told.status, told.code]).toEqual([request, real.status, real.body.code])
    statuses.push(told.status)
    if (real.status === 400) continue // what is wrong in shape is told in other words
    if (real.status !== 201) {
      expect([told.detail, told.errors]).toEqual([real.body.detail, real.body.errors ?? []])
      continue
    }
    const { issuedAt, expiresAt } = real.body
    expect(told.grant.expiresInSeconds).toBe(expiresAt - issuedAt)
    const codes = (list: { code: string }[]) => list.map(({ code }) => code)
    expect(codes(real.body.warnings)).toEqual(expect.arrayContaining(codes(told.grant.warnings)))
  }
  expect(statuses.slice(0, 5)).toEqual([201, 201, 201, 403, 403])
})

test('a cap is told with what it leaves, and by which rules', async () => {
  const { simulate } = await owner()
  const { grant } = await simulate({ rtc: { channel: 'trial-1', uid: 7 } })
  expect(grant).toMatchObject({
    expiresInSeconds: 600,
    rules: ['all'],
    services: [{ type: 'rtc', privileges: { joinChannel: 600 } }],
    warnings: expect.arrayContaining([expect.objectContaining({ code: 'POLICY_CAPPED' })]),
  })
  expect(Object.keys(grant.services[0].privileges)).toEqual(['joinChannel'])
})

test('nothing is given, recorded or counted', async () => {
  const { kept, simulate } = await owner()
  const { store } = kept.authority
  const entries = async () => (await store.audit.find({ chain: appId, limit: 100 })).length
  const before = await entries()
  await simulate({ rtc: { channel: 'lobby', uid: 7 } })
  await simulate({ rtc: { channel: 'lobby', anyUid: true } })
  expect((await store.ledger.find({ appId, limit: 9 })).entries).toEqual([])
  expect(await entries()).toBe(before)
})

test('another policy, and any caller, are tried without being set', async () => {
  const { ask, simulate } = await owner()
  const request = { rtc: { channel: 'lobby', uid: 7 } }
  const closed = { policy: { rules: [] } }
  expect(await simulate(request, closed)).toMatchObject({ status: 403, code: 'POLICY_DENIED' })
  const stranger = { caller: { kind: 'anonymous', id: 'anonymous' } }
  expect(await simulate(request, stranger)).toMatchObject({ status: 403 })
  expect((await ask('POST /v1/tokens', request)).status).toBe(201)
  const broken = await simulate(request, { policy: { rules: [{}] } })
  expect(broken).toMatchObject({ code: 'POLICY_INVALID' })
  const nobody = `POST /v1/projects/${'f'.repeat(32)}/policy/simulate`
  expect((await ask(nobody, { caller: backend, request })).body.code).toBe('PROJECT_UNKNOWN')
})

test('no project is open to callers of issuers, and explain says so too', async () => {
  const { ask } = await owner()
  const { project } = (await ask('POST /v1/projects', { name: 'Local' })).body
  const own = `/v1/projects/${project.appId}/policy`
  const about = (kind: string) => ({
    caller: { kind, id: 'x' },
    request: { rtc: { channel: 'a', uid: 7 } },
  })
  for (const [kind, allowed] of [
    ['key', true],
    ['jwt', false],
  ] as const) {
    const simulated = await ask(`POST ${own}/simulate`, about(kind))
    const explained = await ask(`POST ${own}/explain`, about(kind))
    expect([kind, simulated.body.status]).toEqual([kind, allowed ? 201 : 403])
    expect([kind, explained.body.allowed]).toEqual([kind, allowed])
  }
})
