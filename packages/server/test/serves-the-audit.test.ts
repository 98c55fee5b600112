import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyExport } from '../src/audit/verify-export.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

async function reader() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const ask = (line: string) => call(line, { key })
  return { kept, ask, call, key }
}

test('what was done is listed page by page, the last first', async () => {
  const { ask, call, key } = await reader()
  await call('POST /v1/tokens', { key, body: { rtc: { channel: 'lobby', uid: 7 } } })
  const url = `GET /v1/audit?appId=${appId}&limit=2`
  const { status, body } = await ask(url)
  expect(status).toBe(200)
  expect(body.entries.map(({ action }: { action: string }) => action)).toEqual([
    'token.issued',
    'policy.set',
  ])
  const next = await ask(`${url}&cursor=${body.nextCursor}`)
  expect(next.body.entries).toMatchObject([{ action: 'project.imported', seq: 1 }])
  expect(next.body.nextCursor).toBeUndefined()
  const own = await ask('GET /v1/audit?action=key.created,chain.begun')
  expect(own.body.entries.length).toBeGreaterThan(0)
  expect((await ask('GET /v1/audit?since=99999999999')).body.entries).toEqual([])
  expect((await ask(`GET /v1/audit?appId=${'f'.repeat(32)}`)).body.code).toBe('PROJECT_UNKNOWN')
  expect((await ask(`${url}&cursor=x`)).status).toBe(400)
})

test('a chain is exported as lines that can be followed', async () => {
  const { ask } = await reader()
  const { headers, text } = await ask(`GET /v1/audit/export?appId=${appId}`)
  expect(headers.get('content-type')).toBe('application/x-ndjson')
  async function* lines() {
    yield* text.split('\n')
  }
  expect(await verifyExport(lines())).toMatchObject({
    chains: [{ chain: appId, entries: 2 }],
    faults: [],
  })
  expect((await ask(`GET /v1/audit/export?appId=${'f'.repeat(32)}`)).status).toBe(404)
})

test('it is verified over HTTP', async () => {
  const { ask } = await reader()
  const { body } = await ask('POST /v1/audit/verify')
  expect(body).toMatchObject({ faultless: true, chains: [{ chain: '' }, { chain: appId }] })
})

test('nobody reads it whose key is not good for that', async () => {
  const { kept, call } = await reader()
  const key = await kept.keyFor('projects:read')
  const { call: again } = await serving(kept)
  for (const line of ['GET /v1/audit', 'GET /v1/audit/export', 'POST /v1/audit/verify']) {
    expect((await again(line, { key })).status).toBe(403)
    expect((await call(line)).status).toBe(401)
  }
})

test('what was archived is not shown, and said to be elsewhere', async () => {
  const { kept, ask } = await reader()
  const doing = { by: { kind: 'owner', id: 'ana' }, at: seconds() + 9 } as const
  const file = join(kept.dataDir, 'old.ndjson')
  const { sha256 } = await kept.authority.audit.archive({ file, until: seconds() + 9, doing })
  const archived = { through: 1, at: doing.at, sha256 }
  const { body } = await ask(`GET /v1/audit?appId=${appId}&limit=1`)
  expect(body).toMatchObject({ entries: [{ action: 'policy.set', seq: 2 }], archived })
  expect(body.nextCursor).toBeUndefined()
  const verified = await ask('POST /v1/audit/verify')
  expect(verified.body).toMatchObject({ faultless: true, chains: [{}, { entries: 1, archived }] })
  const exported = await ask(`GET /v1/audit/export?appId=${appId}`)
  expect(exported.text.trim().split('\n')).toHaveLength(1)
})
