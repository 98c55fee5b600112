import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openAuthority } from '../src/authority.ts'
import type { BanDesk } from '../src/bans/ban-desk.ts'
import { kickingRules } from '../src/bans/platform/kicking-rules.ts'
import { pace } from '../src/bans/platform/pace.ts'
import { tellPlatform } from '../src/bans/platform/tell-platform.ts'
import { createProject } from '../src/projects/change-project.ts'
import type { Store } from '../src/store/store.ts'
import { acting, someNote } from './acting.ts'
import { temporaryFolder } from './fixture.ts'
import { FakePlatform } from './platform.ts'

// X6 of the failure model: the platform is down, or has enough, while somebody is put out.

const appId = '1'.padStart(32, '0')
const begin = 1_800_000_000
const customer = { customerId: 'a-customer', customerSecret: 'a-secret-of-the-console' }

/** Time that passes when it is told to, or when somebody pauses. */
class Time {
  ms = begin * 1000
  readonly seconds = () => Math.floor(this.ms / 1000)
  readonly pause = async (ms: number) => {
    this.ms += ms
  }
}

async function begun() {
  const time = new Time()
  const dataDir = temporaryFolder()
  const open = () => {
    const place = join(dataDir, 'symbolon.db')
    return openAuthority(place, { masterKey: undefined, dataDir })
  }
  const { store, bans, close } = await open()
  onTestFinished(close)
  const project = createProject({ appId, name: 'x', origin: 'linked' }, undefined, begin)
  await store.addProject(project, someNote())
  const platform = await FakePlatform.start(() => time.ms)
  const faults: unknown[] = []
  const another = async (own: Store = store) => {
    const next = pace({ nowMs: () => time.ms, pause: time.pause })
    let calls = 0
    const turn = () => {
      calls++
      return next()
    }
    const teller = tellPlatform({
      ...{ store: own, ofLocal: false, systemNow: time.seconds, tokenNow: time.seconds },
      rules: kickingRules({ url: platform.url, ...customer }, turn),
      onFault: (fault) => faults.push(fault),
    })
    onTestFinished(() => teller.stop())
    return { ...teller, calls: () => calls }
  }
  return { time, store, open, platform, faults, another, bans, teller: await another() }
}

const ban = (bans: BanDesk, uid: number, more: object = {}) =>
  bans.ban(appId, { subject: `${uid}`, numeric: true, ...more }, acting(begin))

/** What is kept of the platform's side, the first ban first. */
async function sides(bans: BanDesk) {
  const { bans: all } = await bans.list(appId, { limit: 1000 })
  return all.map(({ platform }) => platform).reverse()
}

test('a ban becomes a rule of the same length, and lifting it takes the rule away', async () => {
  const { bans, teller, platform, time } = await begun()
  const { ban: one } = await ban(bans, 7, { channel: 'lobby', forSeconds: 600 })
  await ban(bans, 8, { forSeconds: 30 * 86_400 })
  await bans.ban(appId, { channel: 'closed', forSeconds: 60 }, acting(begin))
  time.ms += 100_000 - 40_000
  await teller.tell()
  expect(platform.rules).toMatchObject([
    { appid: appId, uid: 7, cname: 'lobby', seconds: 540, privileges: ['join_channel'] },
    { uid: 8, cname: null, seconds: 86_430 },
  ])
  expect(await sides(bans)).toMatchObject([
    { state: 'applied', ruleId: 1, attempts: 1 },
    { state: 'applied', ruleId: 2 },
    { state: 'queued', attempts: 0 }, // it was over before anybody was told
  ])
  await bans.lift(appId, one.id, acting(time.seconds()))
  await teller.tell()
  expect(platform.rules).toMatchObject([{ uid: 8 }])
  expect((await sides(bans))[0]).toMatchObject({ state: 'lifted' })
  const own = `Basic ${Buffer.from('a-customer:a-secret-of-the-console').toString('base64')}`
  expect(new Set(platform.calls.map(({ authorization }) => authorization))).toEqual(new Set([own]))
})

test.each(['deaf', { status: 429 }, { status: 503 }] as const)(
  'ten minutes of %j: all is queued, nothing is lost, nothing is done twice, ten calls a second at most',
  async (mood) => {
    const { bans, teller, platform, time } = await begun()
    platform.mood = mood
    for (let uid = 1; uid <= 40; uid++) await ban(bans, uid)
    for (const until = time.ms + 600_000; time.ms < until; time.ms += 1000) await teller.tell()
    expect(platform.rules).toEqual([])
    expect(platform.calls.length).toBeGreaterThan(5)
    const during = await sides(bans)
    expect(new Set(during.map(({ state }) => state))).toEqual(new Set(['queued']))
    const tried = during.find(({ attempts }) => attempts > 0)
    expect(tried?.lastError).toMatch(
      mood === 'deaf' ? /ECONNRESET|hang up/ : /^HTTP (429|503): not now$/,
    )
    platform.mood = 'well'
    for (const until = time.ms + 120_000; time.ms < until; time.ms += 1000) await teller.tell()
    expect(platform.rules.map(({ uid }) => uid).sort((a, b) => a! - b!)).toEqual(
      Array.from({ length: 40 }, (_, nth) => nth + 1),
    )
    expect(new Set((await sides(bans)).map(({ state }) => state))).toEqual(new Set(['applied']))
    const times = platform.calls.map(({ atMs }) => atMs)
    const busiest = Math.max(
      ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length),
    )
    expect(busiest).toBeLessThanOrEqual(10)
  },
  60_000,
)

test('an answer that was lost makes no second rule', async () => {
  const { bans, teller, platform, time } = await begun()
  platform.mood = 'forgetful'
  await ban(bans, 7)
  await teller.tell()
  expect(platform.rules).toHaveLength(1)
  expect(await sides(bans)).toMatchObject([{ state: 'queued', attempts: 1 }])
  platform.mood = 'well'
  time.ms += 5000
  await teller.tell()
  expect(platform.rules).toHaveLength(1)
  expect(await sides(bans)).toMatchObject([{ state: 'applied', attempts: 2, ruleId: 1 }])
})

test('a ban that is lifted while nobody knows whether it came about leaves no rule', async () => {
  const { bans, teller, platform, time } = await begun()
  platform.mood = 'forgetful'
  const { ban: one } = await ban(bans, 7)
  await teller.tell()
  await bans.lift(appId, one.id, acting(time.seconds()))
  expect(await sides(bans)).toMatchObject([{ state: 'lifting' }])
  platform.mood = 'well'
  time.ms += 5000
  await teller.tell()
  expect(platform.rules).toEqual([])
  expect(await sides(bans)).toMatchObject([{ state: 'lifted' }])
})

test('of two bans of the same user each has its rule, and lifting one leaves the other', async () => {
  const { bans, teller, platform, time } = await begun()
  const { ban: one } = await ban(bans, 7, { forSeconds: 600 })
  await ban(bans, 7, { forSeconds: 6000 })
  await teller.tell()
  expect(platform.rules).toMatchObject([{ seconds: 600 }, { seconds: 6000 }])
  await bans.lift(appId, one.id, acting(time.seconds()))
  await teller.tell()
  expect(platform.rules).toMatchObject([{ seconds: 6000 }])
})

test('for one user things are told in the order in which they were decided', async () => {
  const { bans, teller, platform, time } = await begun()
  const { ban: one } = await ban(bans, 7)
  await teller.tell()
  platform.mood = { status: 500 }
  await bans.lift(appId, one.id, acting(time.seconds()))
  await ban(bans, 7)
  await teller.tell()
  await teller.tell()
  platform.mood = 'well'
  const methods = () => platform.calls.map(({ method }) => method)
  time.ms += 5000
  await teller.tell()
  expect(methods()).toEqual(['POST', 'GET', 'GET', 'DELETE', 'POST'])
  expect(platform.rules).toMatchObject([{ uid: 7 }])
})

test('what the platform refuses is not asked again, and holds up nobody else', async () => {
  const { bans, teller, platform, time } = await begun()
  platform.mood = { status: 400 }
  await ban(bans, 7)
  await teller.tell()
  platform.mood = 'well'
  await ban(bans, 8)
  time.ms += 100_000
  await teller.tell()
  expect(platform.rules).toMatchObject([{ uid: 8 }])
  expect(await sides(bans)).toMatchObject([
    { state: 'failed', attempts: 1, lastError: 'HTTP 400: not now' },
    { state: 'applied' },
  ])
})

test('one that fails again and again does not keep others waiting', async () => {
  const { bans, teller, platform, time } = await begun()
  platform.mood = { status: 500 }
  await ban(bans, 7)
  await teller.tell()
  platform.mood = 'well'
  await ban(bans, 8)
  time.ms += 1000
  await teller.tell()
  expect(platform.rules.map(({ uid }) => uid)).toEqual([8, 7])
})

test('who asks to be left alone is left alone for as long', async () => {
  const { bans, teller, platform, time } = await begun()
  platform.mood = { status: 429, after: 120 }
  await ban(bans, 7)
  await ban(bans, 8)
  await teller.tell()
  time.ms += 119_000
  await teller.tell()
  expect(platform.calls).toHaveLength(1)
  time.ms += 1000
  await teller.tell()
  expect(platform.calls).toHaveLength(2)
})

test('of several servers of one database one alone tells, and another takes over', async () => {
  const { bans, teller, platform, open, another, time } = await begun()
  const other = await open()
  onTestFinished(other.close)
  const second = await another(other.store)
  await ban(bans, 1)
  await teller.tell()
  for (let uid = 2; uid <= 20; uid++) await ban(bans, uid)
  await Promise.all([second.tell(), teller.tell(), second.tell()])
  expect(platform.rules).toHaveLength(20)
  expect([teller.calls(), second.calls()]).toEqual([20, 0])
  await ban(bans, 21)
  time.ms += 25_000 // it has the lease yet, whether it lives or not
  await second.tell()
  expect(second.calls()).toBe(0)
  await teller.stop()
  await second.tell()
  expect([platform.rules.length, second.calls()]).toEqual([21, 1])
})

test('neither what is kept nor what is logged holds the secret', async () => {
  const { bans, teller, platform, faults } = await begun()
  platform.mood = { status: 401 }
  await ban(bans, 7)
  await teller.tell()
  const seen = JSON.stringify([faults, await sides(bans)])
  expect(faults).toHaveLength(1)
  expect(seen).not.toContain(customer.customerSecret)
  expect(seen).not.toContain(Buffer.from(customer.customerSecret).toString('base64').slice(0, 12))
})

test('a ban that outlasts a token that was being given has a rule that lasts as long', async () => {
  const { bans, teller, platform, store, time } = await begun()
  const { ban: one } = await ban(bans, 7)
  const { ban: said } = await ban(bans, 8, { forSeconds: 600 })
  await teller.tell()
  expect(platform.rules).toMatchObject([{ seconds: 3600 }, { seconds: 600 }])
  const entry = {
    ...{ tokenId: 'a'.repeat(32), nth: 0, appId, service: 'rtc', channel: 'lobby', subject: '' },
    ...{ publishes: true, issuedAt: begin, expiresAt: begin + 7200, certificateId: 'c' },
    ...{ callerKind: 'key', callerId: 'k', dialect: 'v1' },
  }
  await store.record([entry], [])
  time.ms += 3000
  for (const each of [one, said]) await bans.outlast(each, time.seconds())
  await teller.tell()
  expect(platform.rules).toMatchObject([{ uid: 7 }, { uid: 8 }, { uid: 7, seconds: 7197 }])
  const { bans: kept } = await bans.list(appId, { limit: 9 })
  expect(kept.map(({ until }) => until)).toEqual([begin + 600, begin + 7200])
  await bans.lift(appId, one.id, acting(time.seconds()))
  await teller.tell()
  expect(platform.rules).toMatchObject([{ uid: 8 }])
})

test('what came of it stands in the audit, once', async () => {
  const { bans, teller, platform, store, time } = await begun()
  platform.mood = { status: 503 }
  await ban(bans, 7)
  for (let nth = 0; nth < 9; nth++) {
    await teller.tell()
    time.ms += 10_000
  }
  platform.mood = 'well'
  time.ms += 100_000
  await teller.tell()
  const entries = await store.audit.read(appId, 0, 99)
  const told = entries.filter(({ action }) => action === 'ban.platform')
  expect(told.map(({ body }) => JSON.parse(body).about)).toMatchObject([
    { state: 'applied', ruleId: 1 },
  ])
})
