import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replayKept } from '../src/policies/replay-audit.ts'
import { appId, keptProject, seconds, serving } from './authority.ts'

const url = `/v1/projects/${appId}/policy/replay`

async function owner() {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const ask = (line: string, body: unknown, by = key) => call(line, { key: by, body })
  const issue = (channel: string, more: object = {}) =>
    ask('POST /v1/tokens', { rtc: { channel, uid: 7, ...more } })
  return { kept, ask, issue }
}

test('the requests of the audit are decided again by another policy', async () => {
  const { kept, ask, issue } = await owner()
  const [{ id } = { id: '' }] = await kept.authority.keys.list()
  for (const channel of ['call-1', 'call-2', 'lobby']) await issue(channel)
  await issue('lobby', { uid: undefined, anyUid: true }) // refused: any user publishes
  const policy = {
    rules: [
      { name: 'calls', effect: 'allow', channel: 'call-*', maxSeconds: 60 },
      {
        name: 'any',
        effect: 'allow',
        channel: 'lobby',
        binding: ['unbound'],
        unboundPublish: true,
      },
    ],
  }
  // what is refused is written down a moment later
  const replayed = async () => (await ask(`POST ${url}`, { policy })).body
  await expect.poll(async () => (await replayed()).requests).toBe(4)
  const report = await replayed()
  expect(report).toMatchObject({ same: 0, gains: 1, loses: 1, less: 2, more: 0, unseen: false })
  expect(report.groups[0]).toMatchObject({
    change: 'less',
    caller: { kind: 'key', id },
    services: ['rtc'],
    rule: 'calls',
    requests: 2,
    example: { subject: '7', beforeSeconds: 3600, afterSeconds: 60 },
  })
  const all = { rules: [{ name: 'all', effect: 'allow' }] }
  expect((await ask(`POST ${url}`, { policy: all })).body).toMatchObject({ same: 4, groups: [] })
})

test('older requests, and those of other projects, are not looked at', async () => {
  const { kept, ask } = await owner()
  const { console, store } = kept.authority
  const by = { kind: 'key', id: 'k_1' } as const
  const before = { by, at: seconds() - 7200 }
  const { project } = await console.create({ name: 'Other' }, before)
  const rtm = { type: 'rtm', userId: 'a', privileges: { login: 60 } }
  const asked = { version: '007', expiresInSeconds: 60, services: [rtm] }
  const note = { action: 'token.issued', about: { asked } } as const
  await store.audit.write([
    { ...note, ...before, chain: project.appId },
    { ...note, by, at: seconds(), chain: project.appId },
    { ...note, by, at: seconds(), chain: appId },
  ])
  const own = `POST /v1/projects/${project.appId}/policy/replay`
  const requests = async (sinceSeconds: number) =>
    (await ask(own, { policy: { rules: [] }, sinceSeconds })).body.requests
  expect([await requests(3600), await requests(86_400)]).toEqual([1, 2])
})

test('requests that were archived are said not to have been looked at', async () => {
  const { kept, ask } = await owner()
  const { audit, store } = kept.authority
  const by = { kind: 'key', id: 'k_1' } as const
  const rtm = { type: 'rtm', userId: 'a', privileges: { login: 60 } }
  const about = { asked: { version: '007', expiresInSeconds: 60, services: [rtm] } }
  const now = seconds() + 7200
  for (const at of [now - 3600, now - 1800, now]) {
    await store.audit.write([{ chain: appId, action: 'token.issued', by, at, about }])
  }
  const file = join(kept.dataDir, 'old.ndjson')
  await audit.archive({ file, until: now, doing: { by, at: now } })
  const body = { policy: { rules: [] } }
  const report = async (sinceSeconds: number) =>
    (await ask(`POST ${url}`, { ...body, sinceSeconds })).body
  expect(await report(86_400)).toMatchObject({ requests: 1, archivedUntil: now - 1800 })
  // the clock of the server is where this test began
  const late = await replayKept(
    store.audit,
    3600,
  )({
    ...{ chain: appId, since: now - 1000 },
    policy: (await kept.authority.policies.compiled(appId, body.policy))!,
  })
  expect(late.requests).toBe(1)
  expect(late).not.toHaveProperty('archivedUntil')
})

test('who may see policies alone does not see who asked for what', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor('policies:read', 'policies:write')
  const { call } = await serving(kept)
  const answer = await call(`POST ${url}`, { key, body: { policy: { rules: [] } } })
  expect(answer.body.code).toBe('SCOPE_MISSING')
})
