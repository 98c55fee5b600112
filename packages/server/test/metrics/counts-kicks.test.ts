import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { measureQueue } from '../../src/observe/kick-metrics.ts'
import { openMetrics } from '../../src/observe/prometheus.ts'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'
import { FakePlatform } from '../platform.ts'
import { samples } from './reading.ts'

const bans = `/v1/projects/${appId}/bans`
const customer = {
  SYMBOLON_PLATFORM_CUSTOMER_ID: 'a-customer',
  SYMBOLON_PLATFORM_CUSTOMER_SECRET: 'a-secret-of-the-console',
}
const secret = { uid: 4711, channel: 'secret-channel', reason: 'secret reason' }

/** A server that tells a platform, and what it measures, at a time that the test moves. */
async function measured(env: Record<string, string> = customer) {
  const platform = await FakePlatform.start()
  const kept = await keptProject()
  const key = await kept.keyFor()
  const clock = { at: seconds() }
  const now = () => clock.at
  const all = { SYMBOLON_PLATFORM_URL: platform.url, SYMBOLON_METRICS_PORT: '0', ...env }
  const { call, server } = await serving(kept, all, 'dev', { tokenNow: now, systemNow: now })
  const ask = async (line: string, body?: unknown) => (await call(line, { key, body })).body
  const text = async () => await (await fetch(server.metricsUrl!)).text()
  const read = async (name: string) => samples(await text(), `symbolon_${name}`)
  return { platform, kept, clock, ask, text, read }
}

const kicks = (outcome: string) => `symbolon_kicks_total{project="${appId}",outcome="${outcome}"}`
const requests = (op: string, code: string) =>
  `symbolon_agora_rest_requests_total{op="${op}",code="${code}"}`

test('bans are counted by what became of them, here and at the platform, which is named by no label', async () => {
  const { ask, read, text, clock } = await measured()
  const { ban } = await ask(`POST ${bans}`, secret)
  await expect
    .poll(() => read('kicks_total'))
    .toEqual({ [kicks('banned')]: 1, [kicks('applied')]: 1 })
  for (let nth = 0; nth < 2; nth++) {
    clock.at++
    await ask(`DELETE ${bans}/${ban.id}`)
  }
  await expect.poll(async () => (await read('kicks_total'))[kicks('removed')]).toBe(1)
  expect((await read('kicks_total'))[kicks('lifted')]).toBe(1) // the second time it was over
  expect(await read('agora_rest_requests_total')).toEqual({
    [requests('add', '200')]: 1,
    [requests('find', '200')]: 1,
    [requests('remove', '200')]: 1,
  })
  expect(await ask(`POST /v1/projects/${'f'.repeat(32)}/bans`, secret)).toMatchObject({
    status: 404,
  })
  expect((await read('kicks_total'))[kicks('banned')]).toBe(1)
  expect(await text()).not.toMatch(/4711|secret|127\.0\.0\.1/)
})

test('what the platform refuses is failed, and calls are counted by the status of their answer', async () => {
  const { platform, ask, read } = await measured()
  platform.mood = { status: 401 }
  await ask(`POST ${bans}`, secret)
  await expect.poll(async () => (await read('kicks_total'))[kicks('failed')]).toBe(1)
  platform.mood = 'deaf'
  await ask(`POST ${bans}`, { uid: 8 })
  const calls = { [requests('add', '401')]: 1, [requests('add', 'none')]: 1 }
  await expect.poll(() => read('agora_rest_requests_total')).toEqual(calls)
  expect((await read('kicks_total'))[kicks('failed')]).toBe(1) // it will be tried again
})

test('what waits for a platform that is down is told, and since when', async () => {
  const { platform, kept, clock, ask, read } = await measured()
  expect(await read('kick_queue')).toEqual({
    symbolon_kick_queue_depth: 0,
    symbolon_kick_queue_oldest_seconds: 0,
  })
  platform.mood = { status: 503 }
  const [from, forSeconds] = [clock.at, 86_400]
  await ask(`POST ${bans}`, { uid: 7, forSeconds })
  clock.at = from + 100
  const ban = (
    target: object, // as the command does
  ) => kept.authority.bans.ban(appId, { ...target, forSeconds }, acting(clock.at))
  await ban({ channel: 'lobby' })
  await ban({ subject: 'ana' }) // the platform has no such rule
  expect(await read('kick_queue')).toEqual({
    symbolon_kick_queue_depth: 2,
    symbolon_kick_queue_oldest_seconds: 100,
  })
  platform.mood = 'well'
  const rules = () => {
    clock.at += 10 // it is tried again after a while
    return platform.rules.length
  }
  await expect.poll(rules).toBe(2)
  const empty = { symbolon_kick_queue_depth: 0, symbolon_kick_queue_oldest_seconds: 0 }
  const queue = () => {
    clock.at += 10
    return read('kick_queue')
  }
  await expect.poll(queue).toEqual(empty)
})

test('where nobody tells a platform there is no queue to look at', async () => {
  const { ask, read } = await measured({})
  await ask(`POST ${bans}`, { uid: 7 })
  expect(await read('kick_queue')).toEqual({})
  expect(await read('kicks_total')).toEqual({ [kicks('banned')]: 1 })
})

test('a database that does not answer leaves gaps in the queue, and is asked every five seconds at most', async () => {
  const { authority } = await keptProject()
  const { store } = authority
  const clock = { at: seconds() }
  const registry = new Registry()
  const failed: string[] = []
  let asked = 0
  const waitingBans: typeof store.waitingBans = (wish) => {
    asked++
    return store.waitingBans(wish)
  }
  const storeFailed = (op: string) => void failed.push(op)
  const facts = { store: { waitingBans }, ofLocal: true, now: () => clock.at }
  measureQueue({ registry, storeFailed }, facts)
  const read = async () => Object.keys(samples(await registry.metrics(), 'symbolon_kick_queue'))
  expect(await read()).toHaveLength(2)
  clock.at += 4
  expect([(await read()).length, asked]).toEqual([2, 1])
  await store.close()
  clock.at += 1
  expect([await read(), failed, asked]).toEqual([[], ['metrics'], 2])
})

test('however the platform answers, and however many projects there are, labels are few', async () => {
  const { registry, kicked, platformAnswered } = openMetrics()
  for (let nth = 0; nth < 1000; nth++) {
    kicked('banned', nth.toString(16).padStart(32, '0'))
    platformAnswered('add', nth)
  }
  const text = await registry.metrics()
  expect(Object.keys(samples(text, 'symbolon_kicks_total'))).toHaveLength(51)
  expect(samples(text, requests('add', 'other'))).toEqual({ [requests('add', 'other')]: 500 })
})
