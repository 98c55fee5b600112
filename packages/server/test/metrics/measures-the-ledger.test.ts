import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { measureLedger } from '../../src/observe/ledger-metrics.ts'
import { openMetrics } from '../../src/observe/prometheus.ts'
import { watched } from '../../src/store/watched.ts'
import { acting, someNote } from '../acting.ts'
import { appId, keptProject, seconds } from '../authority.ts'
import { samples } from './reading.ts'

/** A project whose ledger holds tokens of both certificates, and the metrics of it at a time that the test moves. */
async function measured() {
  const { authority } = await keptProject()
  const { store, console } = authority
  const at = seconds()
  await console.addSecondary(appId, undefined, acting(at))
  const [primary, secondary] = (await store.findProject(appId))!.certificates
  const entry = (nth: number, expiresAt: number, by = primary) => ({
    ...{ tokenId: `${nth}`.padStart(32, '0'), nth: 0, appId, service: 'rtc', channel: 'lobby' },
    ...{ subject: '7', publishes: true, issuedAt: at, expiresAt, certificateId: by!.id },
    ...{ callerKind: 'key', callerId: 'k', dialect: 'v1' },
  })
  const clock = { at }
  const asked: string[] = []
  const listProjects = () => {
    asked.push('projects')
    return store.listProjects()
  }
  const registry = new Registry()
  const failed: string[] = []
  measureLedger(
    { registry, projectLabel: (id) => id, storeFailed: (op) => failed.push(op) },
    { store: { listProjects, ledger: store.ledger }, now: () => clock.at },
  )
  return {
    authority,
    store,
    registry,
    clock,
    asked,
    failed,
    entry,
    primary: primary!,
    secondary: secondary!,
    at,
  }
}

test('live tokens and the ends of certificates are read when somebody looks, and not again for half a minute', async () => {
  const { store, registry, clock, asked, entry, primary, secondary, at } = await measured()
  await store.record([entry(1, at + 3600), entry(2, at + 7200), entry(3, at + 5, secondary)], [])
  const labels = `{project="${appId}",cert="${primary.id}",place="primary"}`
  const other = `{project="${appId}",cert="${secondary.id}",place="secondary"}`
  const first = await registry.metrics()
  expect(samples(first, 'symbolon_live_grants')).toEqual({
    [`symbolon_live_grants{project="${appId}"}`]: 3,
  })
  expect(samples(first, 'symbolon_certificate_')).toMatchObject({
    [`symbolon_certificate_unexpired_tokens${labels}`]: 2,
    [`symbolon_certificate_unexpired_tokens${other}`]: 1,
    [`symbolon_certificate_last_token_seconds${other}`]: 5,
    [`symbolon_certificate_age_seconds${other}`]: 0,
    [`symbolon_certificate_last_token_seconds${labels}`]: 7200,
    [`symbolon_certificate_age_seconds${labels}`]: expect.any(Number),
  })
  await store.record([entry(4, at + 100)], [])
  clock.at = at + 29
  const kept = await registry.metrics()
  expect(samples(kept, `symbolon_certificate_unexpired_tokens${labels}`)).toMatchObject({
    [`symbolon_certificate_unexpired_tokens${labels}`]: 2,
  })
  expect(asked).toHaveLength(1)
  clock.at = at + 30
  const later = await registry.metrics()
  expect(Object.values(samples(later, 'symbolon_live_grants'))).toEqual([3])
  expect(asked).toHaveLength(2)
})

test('a database that does not answer leaves gaps, not old numbers, and is counted as a fault', async () => {
  const { store, registry, clock, failed, entry, at } = await measured()
  await store.record([entry(1, at + 3600)], [])
  await registry.metrics()
  await store.close()
  clock.at = at + 30
  expect(samples(await registry.metrics(), 'symbolon_live_grants')).toEqual({})
  expect(failed).toEqual(['metrics'])
})

test('faults of the store are counted by what was asked of it; refusals by its rules are none', async () => {
  const { authority } = await keptProject()
  const metrics = openMetrics()
  const store = watched(authority.store, metrics.storeFailed)
  const twin = (await store.findProject(appId))!
  await expect(store.addProject(twin, someNote())).rejects.toThrow(/there is a project/)
  await store.close()
  await expect(store.listProjects()).rejects.toThrow()
  await expect(store.ledger.drainOf('x', 1)).rejects.toThrow()
  const counted = samples(await metrics.registry.metrics(), 'symbolon_store_errors_total')
  expect(counted).toEqual({
    'symbolon_store_errors_total{op="listProjects"}': 1,
    'symbolon_store_errors_total{op="ledger.drainOf"}': 1,
  })
})

test('however many projects there are, labels are few', async () => {
  const metrics = openMetrics()
  for (let nth = 0; nth < 1000; nth++) {
    metrics.denied('NO_RULE_ALLOWS', nth.toString(16).padStart(32, '0'))
  }
  const counted = samples(await metrics.registry.metrics(), 'symbolon_token_denials_total')
  expect(Object.keys(counted)).toHaveLength(51)
  const rest = 'symbolon_token_denials_total{project="other",reason="NO_RULE_ALLOWS"}'
  expect(counted[rest]).toBe(950)
})
