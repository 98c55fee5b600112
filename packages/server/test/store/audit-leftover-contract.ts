import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { PostgresDriver, SqliteDriver } from 'kysely'
import { expect, onTestFinished, vi } from 'vitest'
import { archiveAudit } from '../../src/audit/archive/archive-audit.ts'
import { joinArchives } from '../../src/audit/archive/join-archives.ts'
import type { Audit } from '../../src/audit/audit.ts'
import { beginning, hashOf } from '../../src/audit/chain.ts'
import { UnsureCut } from '../../src/audit/cut.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'
import { at, faultsOf, fill, numbersFrom, other, shop } from './filled-audit.ts'

/** What every engine must do where archiving ends between the file and the cut, and with archives that overlap by it. */
export function auditLeftoverContract(engine: Engine): void {
  const { name, test, tamper, open } = engine
  const filled = async () => {
    const all = await fill(engine)
    const { audit, named } = all
    const joined = async (...files: number[]) => {
      const { chains, faults } = await joinArchives(audit, files.map(named))
      const own = chains.find(({ chain }) => chain === shop)!
      return [faults.map(({ line }) => line), own.from, own.to, own.entries, own.fault]
    }
    /** ends when the file is there and nothing is cut, as who is killed does */
    const leave = async (until: number, nth: number) => {
      const ended = { ...audit, cut: () => Promise.reject(new UnsureCut('killed')) }
      const wish = { file: named(nth), until: at + until, doing: acting(at + 100) }
      const code = 'AUDIT_CUT_UNSURE'
      await expect(archiveAudit(ended, auditKey, wish)).rejects.toMatchObject({ code })
    }
    return { ...all, joined, leave }
  }

  /** how the next act on the database ends */
  const endOnce = (end: (commit: () => Promise<void>) => Promise<void>) => {
    const driver = name === 'SQLite' ? SqliteDriver.prototype : PostgresDriver.prototype
    const commit = driver.commitTransaction
    const spy = vi.spyOn(driver, 'commitTransaction').mockImplementationOnce(function (
      this: typeof driver,
      connection,
    ) {
      return end(() => commit.call(this, connection as never))
    })
    onTestFinished(() => spy.mockRestore())
  }

  test(`${name}: a cut that fails before it is made leaves no file, and the same name can be used again`, async () => {
    const { where, archive, folder, audit, numbers } = await filled()
    // the note of the cut cannot be written: its number is taken
    const row = `'', 4, 0, 'a', '{}', '${'0'.repeat(64)}'`
    const columns = 'chain, seq, at, action, body, hash'
    const undo = await tamper(where, [`insert into audit (${columns}) values (${row})`])
    await expect(archive(12)).rejects.toThrow(/unique/i)
    expect([readdirSync(folder), await audit.cuts()]).toEqual([[], []])
    await undo()
    expect((await archive(12)).removed).toBe(18)
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
  })

  test(`${name}: one that fails after another chain was cut leaves the file, for that chain is in it alone`, async () => {
    const { archive, folder, audit, joined, named } = await filled()
    let count = 0
    const cut: Audit['cut'] = async (...given) => {
      if (++count === 3) throw new Error('the disk is full')
      return await audit.cut(...given)
    }
    const wish = { file: named(1), until: at + 12, doing: acting(at + 100) }
    await expect(archiveAudit({ ...audit, cut }, auditKey, wish)).rejects.toThrow('full')
    expect([readdirSync(folder), await audit.cutOf(other)]).toEqual([['1.ndjson'], undefined])
    await archive(12, 2) // what was not cut is in both
    const { faults, chains } = await joinArchives(audit, [named(1), named(2)])
    expect([faults, chains.filter(({ fault }) => fault !== undefined)]).toEqual([[], []])
    expect(chains.find(({ chain }) => chain === other)).toMatchObject({
      from: 1,
      to: 4,
      entries: 4,
    })
    expect(await joined(1)).toEqual([[], 1, 12, 12, undefined])
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: where the end of the cut fails it is looked up: nothing was cut, so no file stays`, async () => {
    const { archive, folder, audit } = await filled()
    endOnce(() => Promise.reject(new Error('database or disk is full')))
    await expect(archive(12)).rejects.toThrow()
    expect([readdirSync(folder), await audit.cuts()]).toEqual([[], []])
    expect((await archive(12)).removed).toBe(18)
  })

  test(`${name}: where the answer to a cut is lost it is looked up: it was made, and the rest is done`, async () => {
    const { archive, folder, audit } = await filled()
    endOnce(async (commit) => {
      await commit()
      throw new Error('the answer is lost')
    })
    expect((await archive(12)).removed).toBe(18)
    expect(readdirSync(folder)).toEqual(['1.ndjson'])
    expect(await audit.find({ chain: '', actions: ['audit.archived'], limit: 9 })).toHaveLength(3)
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: where nobody can say whether it was cut the file stays`, async () => {
    const { where, archive, folder, audit, joined, named } = await filled()
    const later = await open(where)
    onTestFinished(() => later.close())
    endOnce(async (commit) => {
      await commit()
      const file = named(2)
      const wish = { file, until: at + 99, chain: '', doing: acting(at + 100) }
      await archiveAudit(later.audit, auditKey, wish)
      throw new Error('the answer is lost')
    })
    await expect(archive(12)).rejects.toMatchObject({ code: 'AUDIT_CUT_UNSURE' })
    expect(readdirSync(folder)).toEqual(['1.ndjson', '2.ndjson'])
    await archive(200, 3)
    expect(await joined(1, 2, 3)).toEqual([[], 1, 19, 19, undefined])
    const { chains, faults } = await joinArchives(audit, [1, 2, 3].map(named))
    expect([faults, chains.filter(({ fault }) => fault !== undefined)]).toEqual([[], []])
  })

  test(`${name}: what is left of one that was killed before the cut is passed over, wherever it ends`, async () => {
    const { archive, leave, joined, audit } = await filled()
    await leave(8, 1)
    expect(await joined(1)).toEqual([[], 1, 8, 8, undefined]) // which all is here
    await archive(12, 2)
    await leave(17, 3)
    await leave(15, 4)
    await archive(19, 5)
    const whole = [[], 1, 19, 19, undefined]
    expect(await joined(2, 5)).toEqual(whole)
    expect(await joined(1, 2, 5)).toEqual(whole)
    expect(await joined(1, 2, 3, 4, 5)).toEqual(whole)
    expect(await joined(2, 5, 3, 4, 1)).toEqual(whole)
    // without what is before them: the last proves the first entry, wherever it stands
    expect(await joined(3, 4, 5)).toEqual([[], 13, 19, 7, undefined])
    expect(await joined(5, 4)).toEqual([[], 13, 19, 7, undefined])
    expect(await joined(3, 4)).toEqual([[], 13, 17, 5, 'ends early'])
    expect(await faultsOf({ audit })).toEqual([])
  })

  test(`${name}: a backup that is older than an archive is archived again, and both follow one another`, async () => {
    const { where, archive, joined, audit } = await filled()
    const undo = await tamper(where, [])
    await archive(10)
    await undo() // all as it was
    expect(await audit.cuts()).toEqual([])
    await archive(15, 2)
    expect(await joined(1, 2)).toEqual([[], 1, 15, 15, undefined])
    expect(await joined(2, 1)).toEqual([[], 1, 15, 15, undefined])
    expect(await joined(2)).toEqual([[], 1, 15, 15, undefined])
  })

  test(`${name}: entries that are repeated with another hash, or another text, are faults`, async () => {
    const { archive, leave, joined, named } = await filled()
    await archive(5, 1)
    await leave(10, 2)
    await archive(15, 3)
    const lines = readFileSync(named(2), 'utf8').trimEnd().split('\n')
    const nth = (seq: number) =>
      lines.findIndex((line) => line.includes(`"chain":"${shop}","seq":${seq},`)) + 1
    const [first, last] = [nth(6), nth(10)]
    expect(last - first).toBe(4)
    const rewrite = (
      change: (body: string) => string,
      { rehash = false, from = beginning } = {},
    ) => {
      let before = from
      const changed = lines.map((line) => {
        const [, hash = '', body = ''] = /^\{"hash":"(.*?)","entry":(.*)\}$/s.exec(line) ?? []
        if (JSON.parse(body).chain !== shop) return line
        const other = change(body)
        before = rehash ? hashOf(before, other) : hash
        return `{"hash":"${before}","entry":${other}}`
      })
      writeFileSync(named(2), `${changed.join('\n')}\n`)
    }
    const change = (body: string) => body.replace('"nth":7', '"nth":70')
    rewrite(change)
    expect((await joined(1, 2, 3))[0]).toEqual([nth(8)])
    expect((await joined(1, 3, 2))[0]).toEqual([nth(8)])
    const before = /"hash":"(.*?)"/.exec(
      readFileSync(named(1), 'utf8')
        .split('\n')
        .filter((line) => line.includes(shop))
        .at(-1)!,
    )![1]!
    // a past of its own, which follows the same entry
    rewrite(change, { rehash: true, from: before })
    expect((await joined(1, 3, 2))[0]).toEqual([last])
    expect((await joined(1, 2, 3))[0]).not.toEqual([])
    expect((await joined(2, 3))[0]).not.toEqual([])
    // the first entry is proven by what is before it, or else by nothing: it is not what the other has
    rewrite((body) => body.replace('"nth":5,', '"nth":50,'))
    expect((await joined(1, 3, 2))[0]).toEqual([first])
    expect(await joined(3, 2)).toEqual([[], 6, 15, 10, 'first line'])
    expect(await joined(2, 3)).toEqual([[], 6, 15, 10, 'first line'])
    rewrite((body) => body)
    expect(await joined(1, 2, 3)).toEqual([[], 1, 15, 15, undefined])
  })
}
