import { randomBytes } from 'node:crypto'
import { afterAll, expect, onTestFinished, type test as vitestTest } from 'vitest'
import { type ApiKey, createKey, revokeKey, rotateKey } from '../../src/keys/api-key.ts'
import { newKey } from '../../src/keys/key-text.ts'
import {
  addSecondary,
  createProject,
  deleteCertificate,
  swapCertificates,
  switchSecondary,
} from '../../src/projects/change-project.ts'
import type { RegisteredProject } from '../../src/projects/registered-project.ts'
import type { Store } from '../../src/store/store.ts'
import { acting, someNote } from '../acting.ts'

export interface Engine {
  readonly name: string
  readonly test: typeof vitestTest
  /** where a new, empty store is */
  readonly place: () => Promise<string>
  /** opens the store there; several may have it open */
  readonly open: (place: string) => Promise<Store>
  /** changes what is kept there behind the store's back, and takes it back */
  readonly tamper: (place: string, statements: readonly string[]) => Promise<() => Promise<void>>
  readonly close: () => Promise<void>
}

/** What heads of chains are proven with in these tests. */
export const auditKey = new Uint8Array(32).fill(7)

const at = 1_800_000_000

const noted = () => someNote()

function newCertificate(id: string) {
  return { id, sealed: new Uint8Array(randomBytes(40)), fingerprint: `f-${id}`, last4: 'abcd' }
}

function someProject(nth = 1): RegisteredProject {
  const appId = nth.toString(16).padStart(32, '0')
  const wish = { appId, name: `Project ${nth}`, origin: 'local' } as const
  return createProject(wish, newCertificate(`c_${nth}`), at)
}

export function someKey(name = 'backend', expiresInSeconds?: number): ApiKey {
  const wish = { name, scopes: ['tokens:issue', 'projects:read'], expiresInSeconds } as const
  return createKey(newKey().made, wish, at)
}

/** What every engine must do, whatever is beneath it. */
export function storeContract({ name, test, place, open, close }: Engine): void {
  const opened = async (where?: string) => {
    const store = await open(where ?? (await place()))
    onTestFinished(() => store.close())
    return store
  }
  afterAll(close)

  test(`${name}: a project is found as it was added, secrets included`, async () => {
    const store = await opened()
    const project = addSecondary(someProject(), newCertificate('c_second'), at + 1)
    await store.addProject(project, someNote())
    expect(await store.findProject(project.appId)).toEqual(project)
    expect(await store.listProjects()).toEqual([project])
    expect(await store.findProject('f'.repeat(32))).toBeUndefined()
  })

  test(`${name}: projects are listed in the order in which they came`, async () => {
    const store = await opened()
    for (const nth of [3, 1, 2]) await store.addProject(someProject(nth), someNote())
    const names = (await store.listProjects()).map((project) => project.name)
    expect(names).toEqual(['Project 3', 'Project 1', 'Project 2'])
  })

  test(`${name}: an App ID is there once`, async () => {
    const store = await opened()
    await store.addProject(someProject(), someNote())
    await expect(store.addProject(someProject(), someNote())).rejects.toMatchObject({
      code: 'PROJECT_EXISTS',
    })
    expect(await store.listProjects()).toHaveLength(1)
  })

  test(`${name}: a change is kept, whoever opens the store next`, async () => {
    const where = await place()
    const store = await open(where)
    const { appId } = someProject()
    await store.addProject(someProject(), someNote())
    const change = (project: RegisteredProject) => {
      const both = addSecondary(project, newCertificate('c_second'), at + 1)
      const swapped = swapCertificates(both, at + 2)
      const coHost = { enabled: true, confirmedAt: at + 3, confirmedBy: 'ana' }
      return { ...switchSecondary(swapped, false), name: 'Ω', enabled: false, coHost }
    }
    const changed = await store.changeProject(appId, change, noted)
    await store.changeProject(
      appId,
      (project) => deleteCertificate(project, 'c_1', { at: at + 4, reason: 'leaked' }),
      noted,
    )
    await store.close()
    const again = await opened(where)
    const found = await again.findProject(appId)
    expect(found).toMatchObject({ ...changed, certificates: expect.anything() })
    expect(found?.certificates).toMatchObject([
      { id: 'c_second', place: 'primary', activatedAt: at + 2, sealed: expect.any(Uint8Array) },
      {
        id: 'c_1',
        place: undefined,
        sealed: undefined,
        drainingSince: at + 2,
        retiredAt: at + 4,
        retiredBecause: 'leaked',
      },
    ])
  })

  test(`${name}: what a change throws leaves all as it was`, async () => {
    const store = await opened()
    await store.addProject(someProject(), someNote())
    const { appId } = someProject()
    const before = await store.revision()
    const refused = store.changeProject(appId, (project) => swapCertificates(project, at), noted)
    await expect(refused).rejects.toMatchObject({ code: 'CERTIFICATE_UNKNOWN' })
    const unknown = store.changeProject('f'.repeat(32), (project) => project, noted)
    await expect(unknown).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' })
    expect(await store.revision()).toBe(before)
    expect(await store.findProject(appId)).toEqual(someProjectAs(await store.listProjects()))
  })

  test(`${name}: changes at the same time, by several who have it open, all count`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where), await opened(where)]
    await stores[0]!.addProject({ ...someProject(), name: '' }, someNote())
    const { appId } = someProject()
    const letters = [...'abcdefghijklmnopqrstuvwxyz']
    await Promise.all(
      letters.map((letter, nth) =>
        stores[nth % 3]!.changeProject(
          appId,
          (project) => ({
            ...project,
            name: project.name + letter,
          }),
          noted,
        ),
      ),
    )
    const name = (await stores[1]!.findProject(appId))?.name ?? ''
    expect([...name].sort()).toEqual(letters)
  })

  test(`${name}: App ID and origin stay, whatever a change gives`, async () => {
    const store = await opened()
    await store.addProject(someProject(), someNote())
    const { appId } = someProject()
    const other = { appId: 'e'.repeat(32), origin: 'linked' } as const
    await store.changeProject(appId, (project) => ({ ...project, ...other }), noted)
    expect(await store.findProject(appId)).toMatchObject({ appId, origin: 'local' })
  })

  test(`${name}: the revision differs after a change, also of others, and only then`, async () => {
    const where = await place()
    const [mine, theirs] = [await opened(where), await opened(where)]
    const empty = await mine.revision()
    expect(await mine.revision()).toBe(empty)
    await theirs.addProject(someProject(), someNote())
    const one = await mine.revision()
    expect(one).not.toBe(empty)
    await theirs.changeProject(someProject().appId, (project) => project, noted)
    expect(await mine.revision()).not.toBe(one)
  })

  test(`${name}: keys are listed as they were added, in the order in which they came`, async () => {
    const store = await opened()
    const keys = [someKey('b', 600), someKey('a'), someKey("'; drop table api_keys; --")]
    for (const key of keys) await store.addKey(key, someNote())
    expect(await store.listKeys()).toEqual(keys)
  })

  test(`${name}: a rotation is whole: the old key ends, and its successor is there`, async () => {
    const store = await opened()
    const key = someKey()
    await store.addKey(key, someNote())
    const wish = { overlapSeconds: 60, at: at + 5 }
    const change = await store.changeKey(
      key.id,
      (old) => rotateKey(old, newKey().made, wish),
      noted,
    )
    expect(change.key).toMatchObject({ expiresAt: at + 65, replacedBy: change.successor?.id })
    expect(await store.listKeys()).toEqual([change.key, change.successor])
    const again = store.changeKey(key.id, (old) => rotateKey(old, newKey().made, wish), noted)
    await expect(again).rejects.toMatchObject({ code: 'KEY_ENDED' })
    const unknown = store.changeKey('k_none', (old) => ({ key: old }), noted)
    await expect(unknown).rejects.toMatchObject({ code: 'KEY_UNKNOWN' })
    expect(await store.listKeys()).toHaveLength(2)
  })

  test(`${name}: of rotations at the same time one alone is done`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const key = someKey()
    await stores[0]!.addKey(key, someNote())
    const wish = { overlapSeconds: 60, at }
    const all = await Promise.allSettled(
      Array.from({ length: 6 }, (_, nth) =>
        stores[nth % 2]!.changeKey(key.id, (old) => rotateKey(old, newKey().made, wish), noted),
      ),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await stores[1]!.listKeys()).toHaveLength(2)
  })

  test(`${name}: when a key was used last is kept, the latest of all, and is no change`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const [one, other] = [someKey('one'), someKey('other')]
    for (const key of [one, other]) await stores[0]!.addKey(key, someNote())
    const before = await stores[0]!.revision()
    await stores[0]!.noteKeyUses(new Map([[one.id, at + 9]]))
    await stores[1]!.noteKeyUses(
      new Map([
        [one.id, at + 3],
        ['k_none', at],
      ]),
    )
    await stores[1]!.changeKey(other.id, (key) => ({ key: revokeKey(key, at + 1) }), noted)
    expect(await stores[0]!.listKeys()).toEqual([
      { ...one, lastUsedAt: at + 9 },
      { ...other, revokedAt: at + 1 },
    ])
    expect(Number(await stores[0]!.revision())).toBe(Number(before) + 1)
  })

  test(`${name}: each policy is the next version, the last one counts, none is lost`, async () => {
    const where = await place()
    const [mine, theirs] = [await opened(where), await opened(where)]
    const [one, two] = [someProject(1), someProject(2)]
    for (const project of [one, two]) await mine.addProject(project, someNote())
    expect(await mine.listPolicies()).toEqual([])
    const before = await theirs.revision()
    const set = (store: Store, appId: string, rule: string) => {
      const policy = { rules: [{ name: rule, effect: 'deny' as const, channel: ["'; --", '🙂*'] }] }
      return store.setPolicy({ appId, policy }, acting(at))
    }
    const first = await set(mine, one.appId, 'first')
    const second = await set(theirs, one.appId, 'second')
    const other = await set(mine, two.appId, 'other')
    expect([first, second, other].map(({ version }) => version)).toEqual([1, 2, 1])
    expect(await theirs.revision()).not.toBe(before)
    const heads = [second, first].map(({ policy: _, ...head }) => head)
    expect(await mine.policyVersions(one.appId, { limit: 9 })).toEqual(heads)
    expect(await mine.policyVersions(one.appId, { limit: 1 })).toEqual([heads[0]])
    expect(await mine.policyVersions(one.appId, { before: 2, limit: 9 })).toEqual([heads[1]])
    expect(await mine.findPolicy(one.appId)).toEqual(second)
    expect(await mine.findPolicy(one.appId, 1)).toEqual(first)
    expect(await mine.findPolicy(one.appId, 3)).toBeUndefined()
    const last = await theirs.listPolicies()
    expect(last.toSorted((a, b) => (a.appId < b.appId ? -1 : 1))).toEqual([second, other])
    const unknown = set(mine, 'f'.repeat(32), 'x')
    await expect(unknown).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' })
  })

  test(`${name}: policies that are set at the same time all are versions`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const { appId } = someProject()
    await stores[0]!.addProject(someProject(), someNote())
    const policy = { rules: [] }
    const all = await Promise.all(
      Array.from({ length: 10 }, (_, nth) =>
        stores[nth % 2]!.setPolicy({ appId, policy }, acting(at + nth)),
      ),
    )
    const versions = all.map(({ version }) => version).sort((a, b) => a - b)
    expect(versions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test(`${name}: of owners who replace the same policy at the same time one alone does`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const { appId } = someProject()
    await stores[0]!.addProject(someProject(), someNote())
    const set = (nth: number, replaces: number) =>
      stores[nth % 2]!.setPolicy(
        { appId, policy: { rules: [] } },
        { by: { kind: 'owner', id: `${nth}` }, at, replaces },
      )
    for (const replaces of [0, 1]) {
      const all = await Promise.allSettled([1, 2, 3, 4].map((nth) => set(nth, replaces)))
      const refused = all.flatMap((one) => (one.status === 'rejected' ? one.reason.code : []))
      expect(refused).toEqual(['POLICY_CHANGED', 'POLICY_CHANGED', 'POLICY_CHANGED'])
    }
    expect(await stores[0]!.policyVersions(appId, { limit: 9 })).toHaveLength(2)
  })

  test(`${name}: a value is made once, though many ask at the same time`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)]
    const values = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => stores[nth % 2]!.keepValue('id', () => `${nth}`)),
    )
    expect(new Set(values).size).toBe(1)
    expect(await stores[0]!.keepValue('other', () => 'x')).toBe('x')
  })

  test(`${name}: many may open a new store at the same time`, async () => {
    const where = await place()
    const stores = await Promise.all([1, 2, 3, 4].map(() => opened(where)))
    await Promise.all(
      stores.map((store, nth) => store.addProject(someProject(nth + 1), someNote())),
    )
    expect(await stores[0]!.listProjects()).toHaveLength(4)
  })

  test(`${name}: texts come back as they were, whatever is in them`, async () => {
    const store = await opened()
    const names = [`'; drop table projects; --`, 'naïve 🙂 "quoted"', '%_\\', 'a'.repeat(255)]
    for (const [nth, name] of names.entries()) {
      await store.addProject({ ...someProject(nth + 1), name }, someNote())
    }
    expect((await store.listProjects()).map((project) => project.name)).toEqual(names)
  })
}

function someProjectAs(projects: readonly RegisteredProject[]): RegisteredProject {
  const [one] = projects
  const sealed = one!.certificates[0]!.sealed
  const project = someProject()
  return { ...project, certificates: project.certificates.map((own) => ({ ...own, sealed })) }
}
