import { inspect, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { primaryOf } from '../src/projects/registered-project.ts'
import { acting } from './acting.ts'
import { keptProject, seconds, serving } from './authority.ts'

// T15 of the threat model: what is asked of one project, in whatever order, shows in no other.

const names = ['a', 'b', 'c'] as const

async function three() {
  const kept = await keptProject()
  const { console, store } = kept.authority
  const projects = new Map<string, { appId: string; certificate: string }>()
  for (const name of names) {
    const { project } = await console.create({ name }, acting(seconds()))
    const { appId } = project
    const own = { name: `only ${name}`, effect: 'allow', channel: `${name}-*` } as const
    await store.setPolicy({ appId, policy: { rules: [own] } }, acting(seconds()))
    const { id } = primaryOf(project)!
    projects.set(name, { appId, certificate: await console.reveal(appId, id, acting(seconds())) })
  }
  const key = await kept.keyFor()
  const { call, server } = await serving(kept)
  return { kept, projects, key, call, server }
}

const request = fc.record({
  project: fc.constantFrom(...names),
  channel: fc.constantFrom('a-1', 'b-1', 'c-1'),
  uid: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom('token', 'token', 'token', 'ban', 'lift'),
})

test('whatever is asked of several projects in turn, each gives, bans and records its own alone', async () => {
  const { kept, projects, key, call } = await three()
  const banned = new Map<string, string>()
  const given = new Map(names.map((name) => [name as string, 0]))
  const act = async (wish: { project: string; channel: string; uid: number; kind: string }) => {
    const { project, channel, uid, kind } = wish
    const { appId, certificate } = projects.get(project)!
    const who = `${project} ${uid}`
    const bans = `/v1/projects/${appId}/bans`
    if (kind === 'ban' && !banned.has(who)) {
      const { body } = await call(`POST ${bans}`, { key, body: { uid } })
      banned.set(who, body.ban.id)
    }
    if (kind === 'lift' && banned.has(who)) {
      await call(`DELETE ${bans}/${banned.get(who)}`, { key })
      banned.delete(who)
    }
    const { status, body } = await call('POST /v1/tokens', {
      key,
      body: { appId, rtc: { channel, uid } },
    })
    const own = channel.startsWith(project) && !banned.has(who)
    expect([wish, status]).toEqual([wish, own ? 201 : 403])
    if (!own) return
    given.set(project, given.get(project)! + 1)
    const now = seconds()
    expect(inspect(body.token).claims).toMatchObject({ appId })
    for (const [name, other] of projects) {
      const proof = () => verify(body.token, { ...other, channel, uid, now })
      if (name === project) expect(proof()).toBeDefined()
      else expect(proof).toThrow()
    }
    expect(certificate).not.toBe('')
  }
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), async (wishes) => {
      for (const wish of wishes) await act(wish)
    }),
    { numRuns: 6 },
  )
  const { store } = kept.authority
  for (const [name, { appId }] of projects) {
    const { entries } = await store.ledger.find({ appId, limit: 1000 })
    expect(entries).toHaveLength(given.get(name)!)
    for (const entry of entries) expect([entry.appId, entry.channel?.[0]]).toEqual([appId, name])
    const notes = await store.audit.read(appId, 0, 1000)
    for (const { body } of notes) expect(JSON.parse(body).chain).toBe(appId)
  }
})
