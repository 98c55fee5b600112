import { expect, test } from 'vitest'
import type { Policy } from '../src/policies/policy.ts'
import { acting } from './acting.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

// T3 of the threat model: who is put out gets no other token, under whatever name it is asked for.

/** So that what is refused here is refused by a ban alone. */
const allowed = { wildcardPublish: true, unboundPublish: true } as const
const policy: Policy = {
  rules: [
    { name: 'all', effect: 'allow', ...allowed },
    { name: 'app', effect: 'allow', services: ['chat'], privileges: ['app'] },
  ],
}

const url = `/v1/projects/${appId}/bans`

async function owner(env: Record<string, string> = {}) {
  const kept = await keptProject()
  await kept.authority.store.setPolicy({ appId, policy }, acting(seconds()))
  const key = await kept.keyFor()
  const { call, server } = await serving(kept, env)
  const ask = (line: string, body?: unknown) => call(line, { key, body })
  const issue = async (body: object) => {
    const { status, body: answered } = await ask('POST /v1/tokens', body)
    return status === 201 ? 'given' : `${status} ${answered.code}`
  }
  const ban = async (body: object) => (await ask(`POST ${url}`, body)).body
  return { kept, key, call, ask, issue, ban, server }
}

const refused = '403 SUBJECT_BANNED'

test('who is banned gets no token from the moment of the answer, and others do', async () => {
  const { issue, ask, server, ban } = await owner()
  expect(await issue({ rtc: { channel: 'lobby', uid: 7 } })).toBe('given')
  const answer = await ask(`POST ${url}`, { uid: 7, reason: 'spam' })
  expect([answer.status, answer.body.ban]).toMatchObject([
    201,
    { uid: 7, reason: 'spam', reissue: 'denied', platform: { state: 'not configured' } },
  ])
  expect(await issue({ rtc: { channel: 'lobby', uid: 7 } })).toBe(refused)
  expect(await issue({ rtc: { channel: 'other', account: '7' } })).toBe(refused)
  expect(await issue({ rtm: { userId: '7' } })).toBe(refused)
  expect(await issue({ rtm: { userId: '7', permissions: {} } })).toBe(refused)
  expect(await issue({ chat: { userId: '7' } })).toBe(refused)
  expect(await issue({ apaas: { userUuid: '7' } })).toBe(refused)
  expect(await issue({ rtc: { channel: 'lobby', uid: 77 }, rtm: { userId: '7' } })).toBe(refused)
  expect(await issue({ rtc: { channel: 'lobby', uid: 77 } })).toBe('given')
  expect(await issue({ chat: { app: true } })).toBe('given')
  const lines = server.log.lines.filter(({ fields }) => fields.act === 'ban')
  expect(lines).toHaveLength(1)
  expect(await ban({ account: 'ana' })).toMatchObject({
    ban: { account: 'ana', platform: { state: 'impossible' } },
    notes: [expect.stringContaining('cannot put out the account "ana"'), expect.anything()],
  })
  expect(await issue({ rtm: { userId: 'ana' } })).toBe(refused)
})

test('no token for any user, or for a pattern that the banned one fits, gets round a ban', async () => {
  const { issue, ban } = await owner()
  await ban({ uid: 7, channel: 'lobby' })
  const rtc = (channel: string, more: object) => issue({ rtc: { channel, ...more } })
  expect(await rtc('lobby', { uid: 7 })).toBe(refused)
  expect(await rtc('lobby', { anyUid: true })).toBe(refused)
  expect(await rtc('lobby', { uid: 0 })).toBe(refused)
  expect(await rtc('lobby', { account: '*' })).toBe(refused)
  expect(await rtc('lobby', { account: '7*' })).toBe(refused)
  expect(await rtc('lobby', { account: '8*' })).toBe('given')
  expect(await rtc('lobby', { uid: 8 })).toBe('given')
  expect(await rtc('lob*', { uid: 7 })).toBe(refused)
  expect(await rtc('*', { account: '*7' })).toBe(refused)
  expect(await rtc('*', { uid: 8 })).toBe('given')
  expect(await rtc('x*', { account: '*' })).toBe('given')
  expect(await rtc('other', { uid: 7 })).toBe('given')
  expect(await rtc('other', { anyUid: true })).toBe('given')
  expect(await issue({ rtm: { userId: '7' } })).toBe('given') // a login is to no channel
})

test('a ban everywhere refuses tokens for any user in every channel', async () => {
  const { issue, ban } = await owner()
  await ban({ uid: 7 })
  expect(await issue({ rtc: { channel: 'other', anyUid: true } })).toBe(refused)
  expect(await issue({ rtc: { channel: '*', account: '*' } })).toBe(refused)
  expect(await issue({ rtc: { channel: 'other', account: '1*' } })).toBe('given')
})

test('a 006 token is refused where its names, split elsewhere, are those of the banned', async () => {
  const { issue, ban } = await owner()
  await ban({ uid: 7, channel: 'lobby' })
  await ban({ channel: 'closed' })
  const rtc = (channel: string, more: object) =>
    issue({ version: '006', rtc: { channel, ...more } })
  expect(await rtc('lobby', { uid: 7 })).toBe(refused)
  expect(await rtc('lobby7', { anyUid: true })).toBe(refused)
  expect(await rtc('lobb', { account: 'y7' })).toBe(refused)
  expect(await rtc('lobb', { account: 'y' })).toBe(refused) // any user of lobby
  expect(await rtc('lobby', { uid: 8 })).toBe('given')
  expect(await rtc('lobby', { uid: 77 })).toBe('given')
  expect(await rtc('clos', { account: 'ed' })).toBe(refused)
  expect(await rtc('closed', { uid: 1 })).toBe(refused)
  expect(await rtc('other', { uid: 7 })).toBe('given')
  await ban({ account: 'ana' })
  expect(await rtc('other', { uid: 8 })).toBe(refused) // any user of other8, and so ana
  expect(await issue({ version: '006', rtm: { userId: 'bob' } })).toBe('given')
  expect(await issue({ version: '006', rtm: { userId: 'ana' } })).toBe(refused)
})

test('a closed channel is closed for everyone, and no other', async () => {
  const { issue, ban } = await owner()
  await ban({ channel: 'lobby' })
  expect(await issue({ rtc: { channel: 'lobby', uid: 1 } })).toBe(refused)
  expect(await issue({ rtc: { channel: '*', uid: 1 } })).toBe(refused)
  expect(await issue({ apaas: { roomUuid: 'lobby', userUuid: 'a', role: 1 } })).toBe(refused)
  expect(await issue({ rtc: { channel: 'lobby2', uid: 1 } })).toBe('given')
  expect(await issue({ rtm: { userId: 'a' } })).toBe('given')
})

test('every dialect refuses who is banned, in its own shape', async () => {
  const { call, key, ban } = await owner()
  await ban({ uid: 7 })
  const paths = ['GET /rtc/lobby/publisher/uid/7', 'GET /rtm/7', 'GET /rte/lobby/publisher/uid/7']
  for (const path of paths) {
    const { status, text } = await call(path, { key })
    expect([path, status < 300, text.includes('007') || text.includes('006')]).toEqual([
      path,
      false,
      false,
    ])
  }
  const form = await call('POST /fetch_rtc_token', {
    key,
    body: { uid: 7, ChannelName: 'lobby', role: 1 },
  })
  expect(form.body?.token ?? '').not.toMatch(/^00[67]/)
})

test('a ban lasts as long as what lets them in, an hour at least, or as it was said', async () => {
  const { issue, ban, ask } = await owner()
  const least = await ban({ uid: 1 })
  expect(least.ban.until - least.ban.createdAt).toBe(3600)
  await ask(`DELETE ${url}/${least.ban.id}`)
  await issue({ rtc: { channel: 'lobby', uid: 7 }, expiresInSeconds: 7200 })
  await issue({ rtc: { channel: 'lobby', anyUid: true }, expiresInSeconds: 9000 })
  const { ban: own, ...rest } = await ban({ uid: 9, channel: 'other' })
  expect([own.until - own.createdAt, rest.own.grants, rest.open.grants]).toEqual([3600, 0, 0])
  const said = await ban({ uid: 7, channel: 'lobby', forSeconds: 60 })
  expect(said.ban.until - said.ban.createdAt).toBe(60)
  expect(said.notes.join(' ')).toContain('The ban ends before them')
  const seven = await ban({ uid: 7, channel: 'lobby' })
  expect(seven.own).toMatchObject({ grants: 1, more: false })
  expect(seven.ban.until).toBeGreaterThan(seven.own.lastEndsAt)
})

test('a ban that is over, or lifted, refuses nobody', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  let passed = 0
  const { call } = await serving(kept, {}, 'dev', { tokenNow: () => seconds() + passed })
  const issue = async () => {
    const body = { rtc: { channel: 'lobby', uid: 7 } }
    return (await call('POST /v1/tokens', { key, body })).status
  }
  const { body } = await call(`POST ${url}`, { key, body: { uid: 7, forSeconds: 600 } })
  expect(await issue()).toBe(403)
  passed = 598
  expect(await issue()).toBe(403)
  passed = 601
  expect(await issue()).toBe(201)
  const listed = await call(`GET ${url}?all=true`, { key })
  expect(listed.body.bans).toMatchObject([
    { id: body.ban.id, reissue: 'allowed', platform: { state: 'over' } },
  ])
  expect((await call(`GET ${url}`, { key })).body.bans).toEqual([])
  const again = await call(`POST ${url}`, { key, body: { uid: 7 } })
  expect(await issue()).toBe(403)
  const lifted = await call(`DELETE ${url}/${again.body.ban.id}`, { key })
  expect(lifted.body.ban).toMatchObject({ reissue: 'allowed', liftedAt: expect.any(Number) })
  expect(await issue()).toBe(201)
})

test('other servers of the same database know within a second or so', async () => {
  const { kept, ban, ask, key } = await owner()
  const other = await serving(kept)
  const body = { rtc: { channel: 'lobby', uid: 7 } }
  const status = async () => (await other.call('POST /v1/tokens', { key, body })).status
  expect(await status()).toBe(201)
  const { ban: made } = await ban({ uid: 7 })
  await expect.poll(status).toBe(403)
  await ask(`DELETE ${url}/${made.id}`)
  await expect.poll(status).toBe(201)
})

test('bans come in pages, and what names nobody is refused', async () => {
  const { ask, ban } = await owner()
  for (const uid of [1, 2, 3]) await ban({ uid })
  const first = await ask(`GET ${url}?limit=2`)
  expect(first.body.bans.map(({ uid }: { uid: number }) => uid)).toEqual([3, 2])
  const rest = await ask(`GET ${url}?limit=2&cursor=${first.body.nextCursor}`)
  expect(rest.body.bans.map(({ uid }: { uid: number }) => uid)).toEqual([1])
  expect(rest.body.nextCursor).toBeUndefined()
  const wrong = [{}, { uid: 0 }, { uid: 1, account: 'a' }, { account: 'a*' }, { channel: '*' }]
  for (const body of [...wrong, { uid: 1, forSeconds: 9 }, { uid: 1, reason: '' }]) {
    expect([body, (await ask(`POST ${url}`, body)).status]).toEqual([body, 400])
  }
  expect((await ask(`GET ${url}?cursor=b_none`)).status).toBe(400)
  expect((await ask(`DELETE ${url}/b_none`)).body.code).toBe('BAN_UNKNOWN')
  const nowhere = `/v1/projects/${'f'.repeat(32)}/bans`
  expect((await ask(`POST ${nowhere}`, { uid: 1 })).body.code).toBe('PROJECT_UNKNOWN')
  expect((await ask(`GET ${nowhere}`)).body.code).toBe('PROJECT_UNKNOWN')
})

test('a token that was being given while the ban was made does not outlast it', async () => {
  const { kept, ban, ask } = await owner()
  const { ban: made } = await ban({ uid: 7 })
  const expiresAt = made.createdAt + 9000
  const entry = {
    ...{ tokenId: 'a'.repeat(32), nth: 0, appId, service: 'rtc', channel: 'lobby', subject: '7' },
    ...{ publishes: true, issuedAt: made.createdAt, expiresAt, certificateId: 'c' },
    ...{ callerKind: 'key', callerId: 'k', dialect: 'v1' },
  }
  await kept.authority.store.record([entry], []) // by another server, which did not know yet
  const until = async () => (await ask(`GET ${url}`)).body.bans[0].until
  expect(await until()).toBe(made.createdAt + 3600)
  await expect.poll(until, { timeout: 15_000 }).toBe(expiresAt)
}, 30_000)

test('a temporary token, which is for any user, is given for no channel that somebody is banned from', async () => {
  const { ask, ban } = await owner()
  const temporary = async (channel: string) =>
    (await ask(`POST /v1/projects/${appId}/temp-tokens`, { channel })).body.code ?? 'given'
  await ban({ uid: 7, channel: 'lobby' })
  const { ban: closing } = await ban({ channel: 'closed' })
  expect(await temporary('lobby')).toBe('SUBJECT_BANNED')
  expect(await temporary('closed')).toBe('SUBJECT_BANNED')
  expect(await temporary('other')).toBe('given')
  await ask(`DELETE ${url}/${closing.id}`)
  expect(await temporary('closed')).toBe('given')
  await ban({ account: 'ana' })
  expect(await temporary('other')).toBe('SUBJECT_BANNED')
})

test('a ban that was lifted is not extended, and the audit does not say so', async () => {
  const { kept, issue } = await owner()
  const { bans, audit } = kept.authority
  const at = seconds()
  const { ban } = await bans.ban(appId, { subject: '7', numeric: true }, acting(at))
  await bans.lift(appId, ban.id, acting(at))
  await bans.lift(appId, ban.id, acting(at + 1))
  expect(await issue({ expiresInSeconds: 86_400, rtc: { channel: 'lobby', uid: 7 } })).toBe('given')
  await bans.outlast(ban, at)
  const actions = (await audit.list({ chain: appId, limit: 100 })).map(({ action }) => action)
  expect(actions.filter((action) => action.startsWith('ban.'))).toEqual(['ban.lifted'])
})
