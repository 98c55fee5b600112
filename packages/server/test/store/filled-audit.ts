import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ArchivedAudit, archiveAudit } from '../../src/audit/archive/archive-audit.ts'
import type { Audit } from '../../src/audit/audit.ts'
import type { Note } from '../../src/audit/note.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import type { Store } from '../../src/store/store.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'

export const at = 1_800_000_000
export const shop: string = 'a'.repeat(32)
export const other: string = 'b'.repeat(32)
/** the condition of a statement, before a comparison */
export const of = `where chain = '${shop}' and seq`

export function note(nth: number, chain: string = shop): Note {
  return { chain, action: 'token.issued', ...acting(at + nth), about: { nth, text: '\u2028\n' } }
}

export function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth)
}

/** Each as the beginning of its chain, its number and what it is. */
export async function faultsOf({ audit }: Pick<Store, 'audit'>): Promise<readonly string[]> {
  return (await verifyAudit(audit, { key: auditKey }))
    .flatMap(({ faults }) => faults)
    .map(({ chain, seq, what }) => `${chain.slice(0, 1)} ${seq} ${what}`)
}

/** An audit, and a folder for what is taken out of it. */
interface Filled {
  readonly where: string
  readonly audit: Audit
  readonly folder: string
  readonly named: (nth: number) => string
  /** what is older than so many seconds after the first entry, into the file of this number */
  readonly archive: (until: number, nth?: number, rest?: object) => Promise<ArchivedAudit>
  readonly numbers: (chain: string) => Promise<readonly number[]>
  /** what is found after these statements, which are taken back */
  readonly faults: (...statements: readonly string[]) => Promise<readonly string[]>
}

/** The authority has `chain.begun` twice and a later entry, the shop 20 entries a second apart, the other 5. */
export async function fill({ place, open, tamper }: Engine): Promise<Filled> {
  const where = await place()
  const { audit, close } = await open(where)
  onTestFinished(() => close())
  await audit.write(Array.from({ length: 20 }, (_, nth) => note(nth)))
  await audit.write(Array.from({ length: 5 }, (_, nth) => note(nth, other)))
  await audit.write([{ ...note(50, ''), action: 'key.created' }])
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-archive-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const named = (nth: number) => join(folder, `${nth}.ndjson`)
  return {
    ...{ where, audit, folder, named },
    archive: (until, nth = 1, rest = {}) => {
      const wish = { file: named(nth), until: at + until, doing: acting(at + 100 + nth), ...rest }
      return archiveAudit(audit, auditKey, wish)
    },
    numbers: async (chain) => (await audit.read(chain, 0, 1000)).map(({ seq }) => seq),
    faults: async (...statements) => {
      const undo = await tamper(where, statements)
      const found = await faultsOf({ audit })
      await undo()
      return found
    },
  }
}
