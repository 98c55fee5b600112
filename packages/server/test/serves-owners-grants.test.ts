import { mint } from '@symbolon/token'
import { expect, test } from 'vitest'
import { overGrants } from '../src/grants/over-grants.ts'
import type { LedgerEntry } from '../src/record/ledger.ts'
import { acting } from './acting.ts'
import { appId, certificate, keptProject, seconds, serving } from './authority.ts'

interface Grant {
  readonly channel?: string
  readonly subject: string
  readonly reason?: string
}

async function owner() {
  const kept = await keptProject()
  const rule = {
    name: 'all',
    effect: 'allow',
    wildcardPublish: true,
    unboundPublish: true,
  } as const
  await kept.authority.store.setPolicy({ appId, policy: { rules: [rule] } }, acting(seconds()))
  const key = await kept.keyFor()
  const { call, server } = await serving(kept)
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  const issue = async (body: object): Promise<string> =>
    (await ask('POST /v1/tokens', body)).body.token
  return { kept, ask, issue, server, call }
}

const places = (grants: readonly Grant[]) =>
  grants.map(({ channel = '-', subject }) => `${channel} ${subject || 'anyone'}`)

test('who may do what is listed by channel, user and right to publish, in pages', async () => {
  const { ask, issue } = await owner()
  for (const uid of [1, 2, 3]) await issue({ rtc: { channel: 'lobby', uid } })
  await issue({ rtc: { channel: 'lobby', uid: 4, role: 'subscriber' } })
  await issue({ rtc: { channel: 'other', uid: 1 } })
  const { grants } = (await ask('GET /v1/grants?subject=4')).body
  expect(grants).toMatchObject([{ callerKind: 'key', dialect: 'v1', rule: 'all' }])
  const list = async (query: string) =>
    places((await ask(`GET /v1/grants?${query}`)).body.grants).sort()
  expect(await list('channel=lobby&publishes=true')).toEqual(['lobby 1', 'lobby 2', 'lobby 3'])
  expect(await list('channel=lobby&publishes=false')).toEqual(['lobby 4'])
  expect(await list(`subject=1&appId=${appId.toUpperCase()}`)).toEqual(['lobby 1', 'other 1'])
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { body } = await ask(`GET /v1/grants?limit=2${cursor}`)
    seen.push(...places(body.grants))
    if (body.nextCursor === undefined) break
    cursor = `&cursor=${body.nextCursor}`
  }
  expect(seen.sort()).toEqual(['lobby 1', 'lobby 2', 'lobby 3', 'lobby 4', 'other 1'])
  for (const query of ['cursor=x', 'limit=0', 'live=maybe', 'publishes=1']) {
    expect([query, (await ask(`GET /v1/grants?${query}`)).status]).toEqual([query, 400])
  }
  const nobody = await ask(`GET /v1/grants?appId=${'f'.repeat(32)}`)
  expect(nobody.body.code).toBe('PROJECT_UNKNOWN')
})

test('what has ended is listed where it is asked for', async () => {
  const { kept, ask } = await owner()
  await kept.authority.store.record([entry(1, { expiresAt: seconds() - 5 })], [])
  expect((await ask('GET /v1/grants')).body.grants).toEqual([])
  expect((await ask('GET /v1/grants?live=false')).body.grants).toHaveLength(1)
})

test('a token that turned up is traced to who asked for it; it stands in no address and no line', async () => {
  const { kept, ask, issue, server } = await owner()
  const [key] = await kept.authority.keys.list()
  const token = await issue({ rtc: { channel: 'lobby', uid: 7 }, rtm: { userId: '7' } })
  const found = await ask('POST /v1/grants/find', { token })
  expect(found.body.grants).toMatchObject([
    { service: 'rtc', channel: 'lobby', subject: '7', callerId: key?.id, dialect: 'v1' },
    { service: 'rtm', subject: '7' },
  ])
  expect(found.text).not.toContain(token)
  expect(JSON.stringify(server.log.lines)).not.toContain(token.slice(0, 40))
  const services = [{ type: 'rtm', userId: '7', privileges: { login: 60 } }] as const
  const foreign = mint(
    { version: '007', appId, issuedAt: seconds(), expiresInSeconds: 60, services },
    certificate,
  )
  expect((await ask('POST /v1/grants/find', { token: foreign })).body.grants).toEqual([])
  const broken = await ask('POST /v1/grants/find', { token: 'no token' })
  expect(broken).toMatchObject({ status: 422, body: { errors: [{ pointer: '#/token' }] } })
})

test('grants that are wider than one user in one channel stand out, with the reason', async () => {
  const { ask, issue } = await owner()
  await issue({ rtc: { channel: 'lobby', uid: 7 } })
  await issue({ rtc: { channel: 'lobby', anyUid: true } })
  await issue({ rtc: { channel: 'room-*', uid: 7 } })
  await issue({ rtc: { channel: '*', anyUid: true, role: 'subscriber' } })
  const { body } = await ask('GET /v1/grants/over')
  const told = body.grants.map((one: Grant) => [one.reason, places([one])[0]])
  expect(told.sort()).toEqual([
    ['UNBOUND_PUBLISH', 'lobby anyone'],
    ['WILDCARD_PUBLISH', 'room-* 7'],
  ])
  expect(body).toMatchObject({ usualSeconds: 3600, longLives: [] })
  const page = await ask('GET /v1/grants/over?limit=1')
  const next = await ask(`GET /v1/grants/over?limit=1&cursor=${page.body.nextCursor}`)
  expect([page, next].flatMap((one) => one.body.grants)).toHaveLength(2)
  expect(next.body).toMatchObject({ longLives: [] })
  expect(next.body.nextCursor).toBeUndefined()
})

test('lives that are much longer than usual stand out, the longest first', async () => {
  const { kept, ask, issue } = await owner()
  const { ledger } = kept.authority.store
  for (let nth = 0; nth < 20; nth++) await issue({ rtc: { channel: 'lobby', uid: nth + 1 } })
  const at = seconds()
  const long = (nth: number, hours: number) => entry(nth, { expiresAt: at + hours * 3600 })
  await kept.authority.store.record([long(1, 4), long(2, 6), long(3, 24)], [])
  const { longLives, usualSeconds } = (await ask('GET /v1/grants/over')).body
  expect(usualSeconds).toBe(3600)
  expect(places(longLives)).toEqual(['lobby 3', 'lobby 2'])
  const none = { appId: 'f'.repeat(32), at, limit: 10 }
  expect(await overGrants(ledger, none)).toEqual({ grants: [], longLives: [] })
})

test('who may not see grants does not', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('projects:write', 'tokens:issue', 'policies:read')
  const { call } = await serving(kept)
  for (const line of ['GET /v1/grants', 'GET /v1/grants/over', 'POST /v1/grants/find']) {
    const answer = await call(line, { key, ...(line[0] === 'P' && { body: { token: 'x' } }) })
    expect([line, answer.body.code]).toEqual([line, 'SCOPE_MISSING'])
  }
})

function entry(nth: number, more: Partial<LedgerEntry>): LedgerEntry {
  const at = seconds()
  return {
    ...{ tokenId: `${nth}`.padStart(32, '0'), nth: 0, appId, service: 'rtc', channel: 'lobby' },
    ...{ subject: `${nth}`, publishes: true, issuedAt: at, expiresAt: at + 3600 },
    ...{ certificateId: 'c_1', callerKind: 'key', callerId: 'k_1', dialect: 'v1' },
    ...more,
  }
}
