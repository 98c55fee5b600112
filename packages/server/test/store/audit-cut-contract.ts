import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { archiveAudit } from '../../src/audit/archive/archive-audit.ts'
import { joinArchives } from '../../src/audit/archive/join-archives.ts'
import type { Audit } from '../../src/audit/audit.ts'
import { beginning, hashOf } from '../../src/audit/chain.ts'
import type { Note } from '../../src/audit/note.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import type { Store } from '../../src/store/store.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'

const at = 1_800_000_000
const shop = 'a'.repeat(32)
const other = 'b'.repeat(32)

function note(nth: number, chain = shop): Note {
  return { chain, action: 'token.issued', ...acting(at + nth), about: { nth, text: '\u2028\n' } }
}

/** What every engine must do when the audit is shortened. */
export function auditCutContract({ name, test, place, open, tamper }: Engine): void {
  const opened = async (where: string) => {
    const store = await open(where)
    onTestFinished(() => store.close())
    return store
  }
  const faultsOf = async ({ audit }: Pick<Store, 'audit'>) =>
    (await verifyAudit(audit, { key: auditKey }))
      .flatMap(({ faults }) => faults)
      .map(({ chain, seq, what }) => `${chain.slice(0, 1)} ${seq} ${what}`)
  /** The authority has `chain.begun` twice and a later entry, the shop 20 entries a second apart, the other 5. */
  const filled = async () => {
    const where = await place()
    const { audit } = await opened(where)
    await audit.write(Array.from({ length: 20 }, (_, nth) => note(nth)))
    await audit.write(Array.from({ length: 5 }, (_, nth) => note(nth, other)))
    await audit.write([{ ...note(50, ''), action: 'key.created' }])
    const folder = mkdtempSync(join(tmpdir(), 'symbolon-archive-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const named = (nth: number) => join(folder, `${nth}.ndjson`)
    const archive = (until: number, nth = 1, rest: object = {}) => {
      const wish = { file: named(nth), until: at + until, doing: acting(at + 100 + nth), ...rest }
      return archiveAudit(audit, auditKey, wish)
    }
    const numbers = async (chain: string) =>
      (await audit.read(chain, 0, 1000)).map(({ seq }) => seq)
    const faults = async (...statements: string[]) => {
      const undo = await tamper(where, statements)
      const found = await faultsOf({ audit })
      await undo()
      return found
    }
    return { where, audit, folder, named, archive, numbers, faults }
  }
  const of = `where chain = '${shop}' and seq`
  const numbersFrom = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, nth) => first + nth)

  test(`${name}: what is older is in a file for its owner alone, as an export, and here no more`, async () => {
    const { audit, archive, named, numbers, folder } = await filled()
    const before = await audit.read(shop, 0, 12)
    const done = await archive(12)
    const text = readFileSync(named(1), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    expect(statSync(named(1)).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['1.ndjson'])
    // of each chain the newest stays
    expect(done.chains.map(({ chain, from, through }) => [chain, from, through])).toEqual([
      ['', 1, 2],
      [shop, 1, 12],
      [other, 1, 4],
    ])
    expect(done).toMatchObject({ sha256, bytes: Buffer.byteLength(text), removed: 18 })
    const own = before.map(({ hash, body }) => `{"hash":"${hash}","entry":${body}}\n`).join('')
    expect(text).toContain(own)
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
    expect(await numbers(other)).toEqual([5])
    expect(await faultsOf({ audit })).toEqual([])
    const [, verified] = await verifyAudit(audit, { key: auditKey })
    const archived = { through: 12, until: at + 11, at: at + 101, sha256 }
    expect(verified).toMatchObject({ chain: shop, entries: 8, archived })
    expect(await joinArchives(audit, [named(1)])).toMatchObject({
      faults: [],
      chains: [{ chain: '' }, { chain: shop, from: 1, to: 12 }, { chain: other }],
    })
  })

  test(`${name}: that it was archived stands in the chain of the authority, and where the file is does not`, async () => {
    const { audit, archive } = await filled()
    const { sha256, chains } = await archive(12)
    const noted = await audit.find({ chain: '', actions: ['audit.archived'], limit: 9 })
    const bodies = noted.map(({ body }) => JSON.parse(body)).reverse()
    expect(bodies).toMatchObject(
      chains.map((one) => ({ at: at + 101, by: { id: 'ana' }, about: { ...one, sha256 } })),
    )
    expect(JSON.stringify(bodies)).not.toContain('ndjson')
  })

  test(`${name}: entries are found behind a cut as before it, and what follows is chained`, async () => {
    const { audit, archive, numbers } = await filled()
    await archive(12)
    const find = async (wish: object) =>
      (await audit.find({ chain: shop, limit: 100, ...wish })).map(({ seq }) => seq)
    expect(await find({ since: at })).toHaveLength(8)
    expect(await find({ since: at + 17 })).toEqual([20, 19, 18])
    expect(await find({ until: at + 14 })).toEqual([14, 13])
    expect(await find({ until: at + 5 })).toEqual([])
    await audit.write([note(30), note(31)])
    expect(await numbers(shop)).toEqual(numbersFrom(13, 22))
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: it is archived again and again, and the files follow one another to what is here`, async () => {
    const { audit, archive, named, numbers } = await filled()
    await archive(5)
    expect(await archive(5, 2)).toEqual({ chains: [], removed: 0 })
    expect(readdirSync(join(named(2), '..'))).toEqual(['1.ndjson'])
    await archive(10, 2)
    await archive(200, 3)
    expect(await numbers(shop)).toEqual([20])
    expect(await faultsOf({ audit })).toEqual([])
    const joined = async (...files: number[]) => {
      const { chains, faults } = await joinArchives(audit, files.map(named))
      return [faults, chains.find(({ chain }) => chain === shop)]
    }
    const whole = { from: 1, to: 19, entries: 19 }
    expect(await joined(1, 2, 3)).toMatchObject([[], whole])
    expect((await joined(1, 2, 3))[1]).not.toHaveProperty('fault')
    expect(await joined(1, 2)).toMatchObject([[], { fault: 'ends early' }])
    expect((await joined(3))[1]).not.toHaveProperty('fault') // its digest is that of the cut
    expect(await joined(2, 3)).toMatchObject([[], { fault: 'first line' }])
    const lines = readFileSync(named(3), 'utf8')
    writeFileSync(named(3), lines.replace('"nth":10', '"nth":99')) // the first line of the shop
    expect(await joined(3)).toMatchObject([[], { fault: 'first line' }])
    expect((await joined(1, 2, 3))[0]).toHaveLength(1)
    expect((await joined(1, 3))[0]).not.toEqual([])
  })

  test(`${name}: an archive of another past does not join`, async () => {
    const { audit, archive, named } = await filled()
    await archive(12)
    const kept = readFileSync(named(1), 'utf8').trimEnd().split('\n')
    let before = beginning
    const forged = kept.map((line) => {
      const body = line.slice(line.indexOf('"entry":') + 8, -1).replace('"nth":3', '"nth":9')
      if (JSON.parse(body).chain !== shop) return line
      before = hashOf(before, body)
      return `{"hash":"${before}","entry":${body}}`
    })
    writeFileSync(named(1), `${forged.join('\n')}\n`)
    const { chains, faults } = await joinArchives(audit, [named(1)])
    expect(faults).toEqual([])
    expect(chains.find(({ chain }) => chain === shop)).toMatchObject({ fault: 'ends elsewhere' })
  })

  test(`${name}: without a proven cut what is missing is missing, and behind one it is found as well`, async () => {
    const { archive, audit, faults } = await filled()
    const [head] = (await audit.heads()).filter(({ chain }) => chain === shop)
    await archive(12)
    const cut = `update audit_cuts set`
    const own = `where chain = '${shop}'`
    expect(await faults(`delete from audit_cuts ${own}`)).toEqual(['a 1 missing'])
    expect(await faults(`${cut} proof = '${'0'.repeat(64)}' ${own}`)).toEqual([
      'a 12 cut',
      'a 1 missing',
    ])
    const { hash } = (await audit.read(shop, 14, 1))[0]!
    const forged = [`${cut} seq = 15, hash = '${hash}' ${own}`, `delete from audit ${of} <= 15`]
    expect(await faults(...forged)).toEqual(['a 15 cut', 'a 1 missing'])
    for (const column of ['since', 'until', 'at']) {
      expect(await faults(`${cut} ${column} = 1 ${own}`)).toContain('a 12 cut')
    }
    expect(await faults(`${cut} begun = '[]' where chain = ''`)).toContain(' 2 cut')
    expect(await faults(`${cut} begun = 'x' where chain = ''`)).toContain(' 2 cut')
    expect(await faults(`${cut} sha256 = '${hash}' ${own}`)).toContain('a 12 cut')
    // the proof of a head is not that of a cut
    const asHead = `seq = ${head!.seq}, hash = '${head!.hash}', proof = '${head!.proof}'`
    expect(await faults(`${cut} ${asHead} ${own}`)).toContain(`a ${head!.seq} cut`)
    expect(await faults(`delete from audit ${of} = 13`)).toEqual(['a 13 missing'])
    expect(await faults(`delete from audit ${of} = 16`)).toEqual(['a 16 missing'])
    expect(await faults(`delete from audit ${of} > 18`)).toEqual(['a 19 cut off'])
    expect(
      await faults(`update audit set body = replace(body, '"nth":13', '"nth":9') ${of} = 14`),
    ).toEqual(['a 14 changed'])
    expect(await faults()).toEqual([])
  })

  test(`${name}: an older cut, and an older head, do not hide what is gone`, async () => {
    const { archive, audit, faults } = await filled()
    await archive(5)
    const kept = async () => (await audit.cutOf(shop))!
    const older = await kept()
    await archive(200, 2)
    const { seq, hash, since, until, sha256, proof } = older
    const back = `update audit_cuts set seq = ${seq}, hash = '${hash}', since = ${since}, until = ${until},
      sha256 = '${sha256}', at = ${older.at}, proof = '${proof}' where chain = '${shop}'`
    expect(await faults(back)).toEqual(['a 6 missing'])
    const cut = await kept()
    await audit.write([note(300)])
    const whole = `delete from audit where chain = '${shop}'`
    // as it was once, when the entry of the cut was the last
    const head = `update audit_heads set seq = ${cut.seq}, hash = '${cut.hash}' where chain = '${shop}'`
    expect(await faults(whole, head)).toEqual([`a ${cut.seq + 1} cut off`])
  })

  test(`${name}: a chain that vanishes is missed, though the beginning of the authority's is archived`, async () => {
    const { where, archive, audit, faults } = await filled()
    await archive(200)
    await archive(300, 2, { doing: acting(at + 250) })
    expect((await audit.cutOf(''))!.begun).toEqual([shop, other])
    const all = ['audit', 'audit_heads', 'audit_cuts'].map(
      (table) => `delete from ${table} where chain = '${shop}'`,
    )
    expect(await faults(...all)).toEqual(['a 0 head'])
    const undo = await tamper(where, all)
    const later = await opened(where)
    await later.audit.write([note(500)]) // begins it once more
    expect(await faultsOf(later)).toEqual(['a 1 missing'])
    await undo()
    // without its cut it looks as if it had just begun
    const { audit: again } = await opened(where)
    const gone = await tamper(where, all.slice(0, 2))
    await again.write([note(501)])
    expect(await faultsOf({ audit: again })).toContain('a 20 head')
    await gone()
  })

  test(`${name}: who is killed between leaves an audit that is whole, and what is left is taken out the next time`, async () => {
    const { archive, audit, numbers, named } = await filled()
    const half = { ...audit, forget: () => Promise.reject(new Error('killed')) }
    const wish = { file: named(1), until: at + 12, doing: acting(at + 100) }
    await expect(archiveAudit(half, auditKey, wish)).rejects.toThrow('killed')
    // they are still there, and nobody is shown them
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
    expect(await audit.find({ chain: shop, until: at + 3, limit: 9 })).toEqual([])
    expect(await faultsOf({ audit })).toEqual([])
    expect(await archive(12, 2)).toEqual({ chains: [], removed: 18 })
    expect(await faultsOf({ audit })).toEqual([])
    const { chains, faults } = await joinArchives(audit, [named(1)])
    expect([faults, chains.filter(({ fault }) => fault !== undefined)]).toEqual([[], []])
  })

  test(`${name}: who stops it leaves no half file, or a whole one and an audit without what is in it`, async () => {
    const { archive, audit, numbers, folder, named } = await filled()
    const stopAt = (phase: string) => {
      const stopping = new AbortController()
      const onProgress = (what: string) => void (what === phase && stopping.abort())
      return { onProgress, signal: stopping.signal }
    }
    const stopped = { code: 'ARCHIVE_STOPPED' }
    await expect(archive(12, 1, stopAt('written'))).rejects.toMatchObject(stopped)
    expect([readdirSync(folder), (await numbers(shop)).length]).toEqual([[], 20])
    await expect(archive(12, 1, stopAt('taken out'))).rejects.toMatchObject(stopped)
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
    const { chains } = await joinArchives(audit, [named(1)])
    expect(chains.filter(({ fault }) => fault !== undefined)).toEqual([])
    expect((await archive(12, 2)).removed).toBe(16) // the other chains
  })

  test(`${name}: of two who archive at once one does; the other takes nothing out and leaves no file`, async () => {
    const { archive, audit, named, folder } = await filled()
    let other: Promise<unknown> | undefined
    const onProgress = (what: string) => {
      if (what === 'written') other ??= archive(15, 2)
    }
    // the second is at work while the first still writes
    const cut: Audit['cut'] = async (...given) => {
      await other
      return await audit.cut(...given)
    }
    const wish = { file: named(1), until: at + 12, doing: acting(at + 100), onProgress }
    await expect(archiveAudit({ ...audit, cut }, auditKey, wish)).rejects.toMatchObject({
      code: 'AUDIT_CUT_MEANWHILE',
    })
    expect(readdirSync(folder)).toEqual(['2.ndjson'])
    expect((await audit.cutOf(shop))!.seq).toBe(15)
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: what was written is read again before anything goes, and nothing is left when it is not the same`, async () => {
    const { archive, folder, numbers } = await filled()
    const onProgress = () => {
      for (const name of readdirSync(folder)) appendFileSync(join(folder, name), '\n{}\n')
    }
    await expect(archive(12, 1, { onProgress })).rejects.toMatchObject({ code: 'ARCHIVE_UNUSABLE' })
    expect(readdirSync(folder)).toEqual([])
    expect(await numbers(shop)).toHaveLength(20)
  })

  test(`${name}: a chain that is not whole is not archived`, async () => {
    const { where, archive, folder, audit } = await filled()
    await archive(3)
    const refused = async (statement: string) => {
      const undo = await tamper(where, [statement])
      await expect(archive(12, 2)).rejects.toMatchObject({ code: 'AUDIT_FAULTY' })
      await undo()
    }
    await refused(`update audit set body = replace(body, '"nth":6', '"nth":9') ${of} = 7`)
    await refused(`update audit set at = at + 1 ${of} = 7`)
    await refused(`delete from audit ${of} = 7`)
    await refused(`update audit set hash = '${'0'.repeat(64)}' ${of} = 13`) // which follows
    await refused(`update audit_heads set proof = 'x' where chain = '${shop}'`)
    await refused(`update audit_cuts set proof = 'x' where chain = '${shop}'`)
    expect(readdirSync(folder)).toEqual(['1.ndjson'])
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: a file that is there is not written over, and one chain alone can be archived`, async () => {
    const { archive, named, numbers } = await filled()
    writeFileSync(named(1), 'mine')
    await expect(archive(12)).rejects.toMatchObject({ code: 'ARCHIVE_EXISTS' })
    expect(readFileSync(named(1), 'utf8')).toBe('mine')
    await archive(12, 2, { chain: other })
    expect([(await numbers(shop)).length, await numbers(other)]).toEqual([20, [5]])
    await expect(archive(12, 3, { file: '/nowhere/at/all' })).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
    })
  })

  test(`${name}: entries go in parts, and others write between those`, async () => {
    const { audit, archive, numbers } = await filled()
    for (let from = 20; from < 2500; from += 620) {
      await audit.write(Array.from({ length: 620 }, (_, nth) => note(from + nth)))
    }
    const parts: number[] = []
    let written = 0
    const onProgress = (what: string, entries: number) => {
      if (what !== 'taken out') return
      parts.push(entries)
      void audit.write([note(9000)]).then(() => written++)
    }
    await archive(2400, 1, { onProgress })
    const sizes = parts.map((sum, nth) => sum - (parts[nth - 1] ?? 0))
    expect(Math.max(...sizes)).toBe(1000)
    expect(written).toBeGreaterThanOrEqual(sizes.length - 1)
    expect((await numbers(shop))[0]).toBe(2401)
    expect(await faultsOf({ audit })).toEqual([])
  })
}
