import { createHash } from 'node:crypto'
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { archiveAudit } from '../../src/audit/archive/archive-audit.ts'
import { joinArchives } from '../../src/audit/archive/join-archives.ts'
import type { Audit } from '../../src/audit/audit.ts'
import { beginning, hashOf } from '../../src/audit/chain.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'
import { at, faultsOf, fill, note, numbersFrom, of, other, shop } from './filled-audit.ts'

/** What every engine must do when the audit is archived. */
export function auditArchiveContract(engine: Engine): void {
  const { name, test, tamper } = engine
  const filled = () => fill(engine)

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
    // and who still reads when the other is done is not told that something is missing
    let third: Promise<unknown> | undefined
    const read: Audit['read'] = async (...given) => {
      third ??= archive(18, 3, { chain: shop })
      await third
      return await audit.read(...given)
    }
    const late = { ...wish, until: at + 17, chain: shop }
    await expect(archiveAudit({ ...audit, read }, auditKey, late)).rejects.toMatchObject({
      code: 'AUDIT_CUT_MEANWHILE',
    })
    expect(readdirSync(folder)).toEqual(['2.ndjson', '3.ndjson'])
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

  test(`${name}: what stays has to follow what goes, wherever a page ends`, async () => {
    const { where, archive, audit, folder } = await filled()
    await audit.write(Array.from({ length: 500 }, (_, nth) => note(20 + nth)))
    const undo = await tamper(where, [`update audit set hash = '${'0'.repeat(64)}' ${of} = 501`])
    await expect(archive(500)).rejects.toMatchObject({ code: 'AUDIT_FAULTY' })
    await undo()
    const planted = `insert into audit_cuts values ('${other}', 1, '', 0, 0, '[]', '', 0, '')`
    const unplant = await tamper(where, [planted])
    await expect(archive(500)).rejects.toMatchObject({ code: 'AUDIT_FAULTY' })
    await unplant()
    expect(readdirSync(folder)).toEqual([])
  })

  test(`${name}: a file that is there is not written over, and one chain alone can be archived`, async () => {
    const { archive, named, numbers } = await filled()
    writeFileSync(named(1), 'mine')
    const onProgress = () => expect.unreachable('it is known before anything is written')
    const there = archive(12, 1, { onProgress })
    await expect(there).rejects.toMatchObject({ code: 'ARCHIVE_EXISTS' })
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
