import { join } from 'node:path'
import { inspect } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { type Authority, openAuthority } from '../src/authority.ts'
import { ServerError } from '../src/errors.ts'
import type { GrantEntry } from '../src/issue.ts'
import { primaryOf } from '../src/projects/registered-project.ts'
import { recordInLedger } from '../src/record/record-in-ledger.ts'
import { tokenIdOf } from '../src/token-id.ts'
import { acting } from './acting.ts'
import { start, temporaryFolder } from './fixture.ts'
import { openToAll } from './policy/open-to-all.ts'

const at = Math.floor(Date.now() / 1000)
const appId = '970ca35de60c44645bbae8a215061b33'
const certificate = '5cfd2fd1755d40ecb72977518be15d3b'

async function serving() {
  const dataDir = temporaryFolder()
  const place = join(dataDir, 'symbolon.db')
  const authority = await openAuthority(place, { masterKey: undefined, dataDir })
  onTestFinished(() => authority.close())
  await authority.console.create({ name: 'Shop', appId, certificate }, acting(at))
  await openToAll(authority.store, appId)
  const server = await start({ SYMBOLON_DATA_DIR: dataDir })
  const issue = async (body: object) => {
    const reply = await fetch(`${server.url}/v1/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await reply.json()) as { token: string; expiresAt: number }
  }
  return { authority, server, issue }
}

const all = async ({ store }: Authority, wish = {}) =>
  (await store.ledger.find({ appId, limit: 1000, ...wish })).entries

function entryOf(digit: string): GrantEntry {
  const wish = { version: '007', expiresInSeconds: 60, services: [] } as const
  return {
    caller: { kind: 'anonymous', id: 'anonymous' },
    dialect: 'v1',
    request: { ...wish, dialect: 'v1', strict: true },
    grant: { ...wish, appId, warnings: [] },
    issuedAt: at,
    expiresAt: at + 60,
    signed: { tokenId: digit.repeat(32), certificateId: 'c_1' },
  }
}

test('each service of each token is in the ledger before the token leaves', async () => {
  const { authority, issue } = await serving()
  const { token, expiresAt } = await issue({
    rtc: { channel: 'lobby', uid: 7, role: 'publisher' },
    rtm: { userId: 'ana' },
    expiresInSeconds: 600,
  })
  const primary = primaryOf(await authority.console.show(appId))!
  const shared = { tokenId: tokenIdOf(token), certificateId: primary.id, expiresAt, dialect: 'v1' }
  expect(await all(authority)).toMatchObject([
    { ...shared, service: 'rtc', channel: 'lobby', subject: '7', publishes: true },
    { ...shared, service: expect.stringMatching(/^rtm/), subject: 'ana', publishes: false },
  ])
})

test('dialects are recorded too', async () => {
  const { authority, server } = await serving()
  const reply = await fetch(`${server.url}/rtcToken?channelName=stage`)
  const { key } = (await reply.json()) as { key: string }
  expect(await all(authority)).toMatchObject([
    { tokenId: tokenIdOf(key), channel: 'stage', subject: '', dialect: 'demo-server' },
  ])
})

test('many at once are all there, and none twice', async () => {
  const { authority, issue } = await serving()
  const asked = Array.from({ length: 200 }, (_, uid) =>
    issue({ rtc: { channel: 'lobby', uid: uid + 1 } }),
  )
  const ids = (await Promise.all(asked)).map(({ token }) => tokenIdOf(token))
  const kept = (await all(authority)).map(({ tokenId }) => tokenId)
  expect(kept.sort()).toEqual([...new Set(ids)].sort())
  expect(kept).toHaveLength(200)
})

test('neither the token nor its signature is in the database', async () => {
  const { authority, issue } = await serving()
  const { token } = await issue({ rtc: { channel: 'lobby', uid: 7 } })
  const text = JSON.stringify(await all(authority))
  expect(text).not.toContain(token)
  expect(text).not.toContain(inspect(token).signature)
})

test('what cannot be recorded is not given', async () => {
  const faults: unknown[] = []
  const { record } = recordInLedger({
    store: { record: () => Promise.reject(new Error('disk full')) },
    projects: { find: () => undefined },
    onFault: (error) => faults.push(error),
    now: () => at,
  })
  const refused = record(entryOf('a'))
  await expect(refused).rejects.toBeInstanceOf(ServerError)
  await expect(refused).rejects.toMatchObject({ code: 'RECORD_UNAVAILABLE', status: 503 })
  expect(faults).toHaveLength(1)
})
