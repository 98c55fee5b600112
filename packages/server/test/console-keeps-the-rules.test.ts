import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, verify } from '@symbolon/token'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { auditKeyOf } from '../src/audit/chain.ts'
import { type Console, openConsole } from '../src/projects/console.ts'
import { openMasterKey } from '../src/projects/master-key.ts'
import {
  primaryOf,
  type RegisteredProject,
  secondaryOf,
  stateOf,
} from '../src/projects/registered-project.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { acting } from './acting.ts'

const at = 1_800_000_000
const appId = '970ca35de60c44645bbae8a215061b33'
const certificate = '5cfd2fd1755d40ecb72977518be15d3b'

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-console-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

async function newConsole(folder = newFolder()) {
  const store = await openSqlite(join(folder, 'symbolon.db'))
  onTestFinished(() => store.close())
  const masterKey = await openMasterKey(store, { given: undefined, dataDir: folder })
  store.audit.useKey(auditKeyOf(masterKey))
  return { console: openConsole(store, masterKey), store, folder }
}

async function imported(console: Console) {
  return await console.create({ name: 'Shop', appId, certificate }, acting(at))
}

test('a secured project begins with a primary certificate and without "No Certificate"', async () => {
  const { console } = await newConsole()
  const { project } = await console.create({ name: 'Shop' }, acting(at))
  expect(project).toMatchObject({ origin: 'local', appIdOnly: false, enabled: true })
  expect(project.appId).toMatch(/^[\da-f]{32}$/)
  expect(stateOf(primaryOf(project)!)).toBe('active')
  expect(secondaryOf(project)).toBeUndefined()
})

test('an App-ID-only project admits both kinds once its primary certificate is enabled, until "No Certificate" goes', async () => {
  const { console } = await newConsole()
  const { project } = await console.create({ name: 'Shop', appIdOnly: true }, acting(at))
  expect(project).toMatchObject({ appIdOnly: true, certificates: [] })
  const only = project.appId
  await expect(console.deleteNoCertificate(only, acting(at))).rejects.toMatchObject({
    code: 'CERTIFICATE_PRIMARY_MISSING',
  })
  await expect(console.addSecondary(only, undefined, acting(at))).rejects.toMatchObject({
    code: 'CERTIFICATE_PRIMARY_MISSING',
  })
  const { project: both } = await console.enablePrimary(only, undefined, acting(at))
  expect(both.appIdOnly).toBe(true)
  await expect(console.enablePrimary(only, undefined, acting(at))).rejects.toMatchObject({
    code: 'CERTIFICATE_EXISTS',
  })
  expect((await console.deleteNoCertificate(only, acting(at))).project.appIdOnly).toBe(false)
})

test('a certificate goes from standby to active to draining to retired', async () => {
  const { console } = await newConsole()
  const { project } = await imported(console)
  const first = primaryOf(project)!.id
  const { project: two } = await console.addSecondary(appId, undefined, acting(at + 1))
  const second = secondaryOf(two)!.id
  const states = (given: RegisteredProject) =>
    Object.fromEntries(given.certificates.map((one) => [one.id, stateOf(one)]))
  expect(states(two)).toEqual({ [first]: 'active', [second]: 'standby' })
  const { project: swapped } = await console.swap(appId, acting(at + 2))
  expect(states(swapped)).toEqual({ [second]: 'active', [first]: 'draining' })
  const deleting = (id: string, later = 3) =>
    console.deleteCertificate(appId, { id }, acting(at + later))
  await expect(deleting(second)).rejects.toMatchObject({ code: 'CERTIFICATE_IS_PRIMARY' })
  await expect(deleting(first)).rejects.toMatchObject({ code: 'CERTIFICATE_ENABLED' })
  await console.switchSecondary(appId, false, acting(at))
  await expect(console.swap(appId, acting(at))).rejects.toMatchObject({
    code: 'CERTIFICATE_DISABLED',
  })
  // a server that has not heard of the swap may sign with it for a moment
  await expect(deleting(first, 61)).rejects.toMatchObject({ code: 'CERTIFICATE_DRAINING' })
  const { project: last } = await deleting(first, 62)
  expect(states(last)).toEqual({ [second]: 'active', [first]: 'retired' })
  await expect(deleting(first)).rejects.toMatchObject({ code: 'CERTIFICATE_UNKNOWN' })
  await expect(console.reveal(appId, first, acting(at))).rejects.toMatchObject({
    code: 'CERTIFICATE_UNKNOWN',
  })
  expect(
    secondaryOf((await console.addSecondary(appId, undefined, acting(at + 4))).project),
  ).toBeDefined()
})

test('a temporary token is for one channel, any uid, a day, and signed by the primary certificate', async () => {
  const { console } = await newConsole()
  await imported(console)
  await console.addSecondary(appId, undefined, acting(at))
  await console.swap(appId, acting(at))
  const { token, expiresAt } = await console.tempToken(appId, 'lobby', acting(at))
  expect(expiresAt).toBe(at + 86_400)
  expect(inspect(token).claims).toMatchObject({
    services: [{ type: 'rtc', channel: 'lobby', uid: '' }],
  })
  const { project } = await console.rename(appId, 'Shop', acting(at))
  const secret = await console.reveal(appId, primaryOf(project)!.id, acting(at))
  expect(secret).not.toBe(certificate)
  expect(() => verify(token, { appId, certificate: secret, now: at })).not.toThrow()
  expect(() => verify(token, { appId, certificate, now: at })).toThrow()
})

test('of a linked project it is said what is left to do by hand, of a local one nothing', async () => {
  const { console } = await newConsole()
  const { project: local } = await console.create({ name: 'Mine' }, acting(at))
  await imported(console)
  await console.addSecondary(local.appId, undefined, acting(at))
  await console.addSecondary(appId, undefined, acting(at))
  expect((await console.swap(local.appId, acting(at))).byHand).toEqual([])
  expect((await console.swap(appId, acting(at))).byHand).toEqual([
    expect.stringContaining('Swap primary and secondary certificate there'),
  ])
})

test('no certificate stands in the database, and each opens in its own place alone', async () => {
  const { console, folder, store } = await newConsole()
  await imported(console)
  const { project } = await console.create({ name: 'Other' }, acting(at))
  await store.close()
  const { DatabaseSync } = await import('@photostructure/sqlite')
  const database = new DatabaseSync(join(folder, 'symbolon.db'))
  const dump = JSON.stringify(database.prepare('select * from certificates').all())
  expect(dump).not.toContain(certificate)
  const read = database.prepare('select sealed from certificates where app_id = ?')
  const { sealed } = read.get(project.appId) as { sealed: Uint8Array }
  database.prepare('update certificates set sealed = ? where app_id = ?').run(sealed, appId)
  database.close()
  const { console: again } = await newConsole(folder)
  const moved = primaryOf(await again.show(appId))!
  await expect(again.reveal(appId, moved.id, acting(at))).rejects.toThrow()
})

test('another master key is recognised before anything is sealed with it', async () => {
  const { store, folder } = await newConsole()
  const given = 'ab'.repeat(32)
  await expect(openMasterKey(store, { given, dataDir: folder })).rejects.toThrow(
    'SYMBOLON_MASTER_KEY is not the master key',
  )
  await expect(openMasterKey(store, { given, dataDir: folder })).rejects.not.toThrow(given)
})

test('whatever is done in whatever order: one primary at most, a secondary only beside it, nobody locked out', async () => {
  const { console } = await newConsole()
  const acts: readonly ((id: string, project: RegisteredProject) => Promise<unknown>)[] = [
    (id) => console.enablePrimary(id, undefined, acting(at)),
    (id) => console.addSecondary(id, undefined, acting(at)),
    (id) => console.swap(id, acting(at)),
    (id) => console.switchSecondary(id, false, acting(at)),
    (id) => console.switchSecondary(id, true, acting(at)),
    (id, project) =>
      console.deleteCertificate(id, { id: secondaryOf(project)?.id ?? 'c_none' }, acting(at)),
    (id) => console.deleteNoCertificate(id, acting(at)),
  ]
  const sequence = fc.tuple(fc.boolean(), fc.array(fc.nat(acts.length - 1), { maxLength: 12 }))
  await fc.assert(
    fc.asyncProperty(sequence, async ([appIdOnly, steps]) => {
      let { project } = await console.create({ name: 'Any', appIdOnly }, acting(at))
      for (const step of steps) {
        await acts[step]!(project.appId, project).catch(({ code }) => expect(code).toBeDefined())
        project = await console.show(project.appId)
        const places = project.certificates.map(({ place }) => place)
        expect(places.filter((place) => place === 'primary').length).toBeLessThanOrEqual(1)
        expect(places.filter((place) => place === 'secondary').length).toBeLessThanOrEqual(1)
        if (secondaryOf(project)) expect(primaryOf(project)).toBeDefined()
        expect(project.appIdOnly || primaryOf(project) !== undefined).toBe(true)
        for (const one of project.certificates) {
          expect(one.sealed === undefined).toBe(stateOf(one) === 'retired')
        }
      }
    }),
    { numRuns: 60 },
  )
})
