import { expect, onTestFinished } from 'vitest'
import { openAuditDesk } from '../../src/audit/audit-desk.ts'
import { beginning, hashOf } from '../../src/audit/chain.ts'
import type { Note } from '../../src/audit/note.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { createProject } from '../../src/projects/change-project.ts'
import type { Store } from '../../src/store/store.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'

const at = 1_800_000_000
const shop = 'a'.repeat(32)
const other = 'b'.repeat(32)

function note(nth: number, chain = shop): Note {
  return { chain, action: 'token.issued', ...acting(at + nth), about: { nth } }
}

/** What every engine must do with the audit. */
export function auditContract({ name, test, place, open, tamper }: Engine): void {
  const opened = async (where?: string) => {
    const store = await open(where ?? (await place()))
    onTestFinished(() => store.close())
    return store
  }
  const faultsOf = async ({ audit }: Store) =>
    (await verifyAudit(audit, { key: auditKey })).flatMap(({ faults }) => faults)

  test(`${name}: what is noted is a chain, for each project its own`, async () => {
    const { audit, ...store } = await opened()
    await audit.write([note(1), note(2, other), note(3)])
    await audit.write([note(4)])
    const entries = await audit.read(shop, 0, 100)
    expect(entries.map(({ seq, at }) => [seq, at])).toEqual([
      [1, at + 1],
      [2, at + 3],
      [3, at + 4],
    ])
    let before = beginning
    for (const { body, hash, seq } of entries) {
      expect(hash).toBe(hashOf(before, body))
      expect(JSON.parse(body)).toMatchObject({ chain: shop, seq, by: { kind: 'owner', id: 'ana' } })
      before = hash
    }
    expect(await audit.read(shop, 1, 1)).toEqual([entries[1]])
    const [own] = await audit.read('', 0, 100)
    expect(JSON.parse(own!.body)).toMatchObject({ action: 'chain.begun', about: { chain: shop } })
    expect(await faultsOf({ audit, ...store })).toEqual([])
  })

  test(`${name}: an act and the note of it are one: neither is there without the other`, async () => {
    const store = await opened()
    const made = createProject({ appId: shop, name: 'Shop', origin: 'local' }, undefined, at)
    await store.addProject(made, note(1))
    await expect(store.addProject(made, note(2))).rejects.toMatchObject({ code: 'PROJECT_EXISTS' })
    expect(await store.audit.read(shop, 0, 100)).toHaveLength(1)
  })

  test(`${name}: those who write at the same time, from several processes, all stand in the chains`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where), await opened(where)]
    await Promise.all(
      Array.from({ length: 30 }, (_, nth) => {
        const chains = nth % 2 === 0 ? [shop, other] : [other, shop]
        return stores[nth % 3]!.audit.write(chains.map((chain) => note(nth, chain)))
      }),
    )
    for (const chain of [shop, other]) {
      expect(await stores[0]!.audit.read(chain, 0, 100)).toHaveLength(30)
    }
    expect(await faultsOf(stores[1]!)).toEqual([])
  })

  test(`${name}: any entry that is changed, taken out or moved is found, and where it was`, async () => {
    const where = await place()
    const store = await opened(where)
    await store.audit.write(Array.from({ length: 20 }, (_, nth) => note(nth)))
    const faults = async (...statements: string[]) => {
      const undo = await tamper(where, statements)
      const found = await faultsOf(store)
      await undo()
      return found.map(({ seq, what }) => `${seq} ${what}`)
    }
    const of = `where chain = '${shop}' and seq`
    expect(
      await faults(`update audit set body = replace(body, '"nth":6', '"nth":9') ${of} = 7`),
    ).toEqual(['7 changed'])
    expect(await faults(`update audit set at = at + 1 ${of} = 7`)).toEqual(['7 changed'])
    expect(await faults(`update audit set action = 'key.revoked' ${of} = 1`)).toEqual(['1 changed'])
    expect(await faults(`delete from audit ${of} = 7`)).toEqual(['7 missing'])
    expect(await faults(`delete from audit ${of} = 1`)).toEqual(['1 missing'])
    expect(await faults(`delete from audit ${of} > 18`)).toEqual(['19 cut off'])
    const swapped = [
      `update audit set seq = 99 ${of} = 3`,
      `update audit set seq = 3 ${of} = 4`,
      `update audit set seq = 4 ${of} = 99`,
    ]
    expect(await faults(...swapped)).toContain('3 changed')
    expect(await faultsOf(store)).toEqual([])
  })

  test(`${name}: an end that is forged is found, and a chain that is gone whole`, async () => {
    const where = await place()
    const store = await opened(where)
    await store.audit.write([note(1), note(2), note(3)])
    const [, second] = await store.audit.read(shop, 0, 2)
    const faults = async (...statements: string[]) => {
      const undo = await tamper(where, statements)
      const found = await faultsOf(store)
      await undo()
      return found.map(({ chain, what }) => [chain, what])
    }
    const cut = `delete from audit where chain = '${shop}' and seq > 2`
    const { hash } = second!
    const head = `update audit_heads set seq = 2, hash = '${hash}' where chain = '${shop}'`
    expect(await faults(cut, head)).toEqual([[shop, 'head']])
    const all = ['audit', 'audit_heads'].map(
      (table) => `delete from ${table} where chain = '${shop}'`,
    )
    expect(await faults(...all)).toEqual([[shop, 'head']])
    const own = ['audit', 'audit_heads'].map((table) => `delete from ${table} where chain = ''`)
    expect(await faults(...own)).toEqual([['', 'head']])
  })

  test(`${name}: what was forged is found also after others have written on`, async () => {
    const where = await place()
    const store = await opened(where)
    await store.audit.write([note(1), note(2), note(3)])
    const [, second] = await store.audit.read(shop, 0, 2)
    const found = async (...statements: string[]) => {
      const undo = await tamper(where, statements)
      await store.audit.write([note(4)])
      const faults = await faultsOf(store)
      await undo()
      return faults.map(({ chain, what }) => [chain, what])
    }
    const cut = `delete from audit where chain = '${shop}' and seq > 2`
    const head = `update audit_heads set seq = 2, hash = '${second!.hash}' where chain = '${shop}'`
    expect(await found(cut, head)).toEqual([[shop, 'head']])
    const whole = ['audit', 'audit_heads'].map(
      (table) => `delete from ${table} where chain = '${shop}'`,
    )
    expect(await found(...whole)).not.toEqual([]) // by a process that knew the chain
    const undo = await tamper(where, whole)
    const later = await opened(where)
    await later.audit.write([note(5)]) // by one that does not
    expect(await faultsOf(later)).toEqual([{ chain: shop, seq: 1, what: 'missing' }])
    await undo()
    expect(await found('delete from audit_heads')).not.toEqual([])
    expect(await faultsOf(store)).toEqual([])
  })

  test(`${name}: an audit without heads, or without the chain of a project, is not whole`, async () => {
    const where = await place()
    const store = await opened(where)
    const made = createProject({ appId: shop, name: 'Shop', origin: 'local' }, undefined, at + 9)
    await store.audit.write([note(0, '')])
    await store.addProject(made, note(9))
    const desk = openAuditDesk(store, new Uint8Array(32))
    const faults = async (...statements: string[]) => {
      const undo = await tamper(where, statements)
      const found = (await desk.verify()).flatMap((one) => one.faults)
      await undo()
      return new Set(found.map(({ chain }) => chain))
    }
    expect(await faults('delete from audit_heads')).toContain('')
    const whole = ['audit', 'audit_heads'].map((table) => `delete from ${table} where chain <> ''`)
    expect(await faults(...whole)).toContain(shop)
  })

  test(`${name}: entries are found by action and time, the last first, page by page`, async () => {
    const { audit } = await opened()
    const notes = Array.from({ length: 10 }, (_, nth) => note(nth))
    await audit.write([...notes, { ...note(10), action: 'policy.set' }])
    const find = async (wish: object) =>
      (await audit.find({ chain: shop, limit: 100, ...wish })).map(({ seq }) => seq)
    expect(await find({ limit: 3 })).toEqual([11, 10, 9])
    expect(await find({ limit: 3, before: 9 })).toEqual([8, 7, 6])
    expect(await find({ actions: ['policy.set'] })).toEqual([11])
    expect(await find({ since: at + 8 })).toEqual([11, 10, 9])
    expect(await find({ since: at + 99 })).toEqual([])
    expect(await find({ until: at + 2 })).toEqual([2, 1])
    expect(await find({ chain: other })).toEqual([])
  })
}
