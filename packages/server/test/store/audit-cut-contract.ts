import { readdirSync } from 'node:fs'
import { expect, onTestFinished } from 'vitest'
import type { Audit } from '../../src/audit/audit.ts'
import { beginning, hashOf } from '../../src/audit/chain.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { acting } from '../acting.ts'
import { auditKey, type Engine } from './contract.ts'
import { at, faultsOf, fill, note, numbersFrom, of, other, shop } from './filled-audit.ts'

/** What every engine must do with an audit that was cut. */
export function auditCutContract(engine: Engine): void {
  const { name, test, tamper, open } = engine
  const filled = () => fill(engine)
  const opened = async (where: string) => {
    const store = await open(where)
    onTestFinished(() => store.close())
    return store
  }

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

  test(`${name}: a project of which nothing is left is missed, by when the audit really began`, async () => {
    const { where, archive, audit } = await filled()
    const store = await opened(where)
    await archive(200, 1, { chain: '' })
    await archive(300, 2, { chain: '', doing: acting(at + 250) })
    const { proof: _, ...cut } = (await audit.cutOf(''))!
    expect(cut.since).toBe(at)
    await audit.cut({ ...cut, begun: [] }, cut.seq, []) // as if the list did not say
    const all = ['audit', 'audit_heads'].map(
      (table) => `delete from ${table} where chain = '${shop}'`,
    )
    const undo = await tamper(where, all)
    const missing = async (createdAt: number) => {
      const expected = new Map([[shop, createdAt]])
      const chains = await verifyAudit(store.audit, { key: auditKey, expected })
      return chains.some(({ chain, faults }) => chain === shop && faults.length > 0)
    }
    expect([await missing(at + 1), await missing(at)]).toEqual([true, false])
    await undo()
  })

  test(`${name}: what is no note that a chain has begun is a fault of the authority's, and no more`, async () => {
    const { faults, where, audit, archive, folder } = await filled()
    const begun = `where chain = '' and seq = 1`
    for (const body of ['no JSON', '', 'null', '7', '{"about":null}']) {
      expect(await faults(`update audit set body = '${body}' ${begun}`)).toEqual([' 1 changed'])
    }
    // though its hash, and those after it, be made to fit
    const [own, next] = await audit.read('', 0, 2)
    const about = `"about":{"chain":"${shop}"}`
    for (const other of ['"about":{"chain":1}', '"about":null', '"about":7']) {
      const body = own!.body.replace(about, other)
      const hash = hashOf(beginning, body)
      const set = `update audit set body = '${body}', hash = '${hash}' ${begun}`
      const follow = `update audit set hash = '${hashOf(hash, next!.body)}' where chain = '' and seq = 2`
      expect(await faults(set, follow)).toEqual([' 1 changed', ' 3 changed'])
    }
    const undo = await tamper(where, [`update audit set body = 'no JSON' ${begun}`])
    await expect(archive(200)).rejects.toMatchObject({ code: 'AUDIT_FAULTY' })
    expect(readdirSync(folder)).toEqual([])
    await undo()
  })

  test(`${name}: an audit that is archived while it is read is whole`, async () => {
    const { archive, audit } = await filled()
    let archiving: Promise<unknown> | undefined
    const read: Audit['read'] = async (chain, ...given) => {
      if (chain === shop) {
        archiving ??= archive(12)
        await archiving
      }
      return await audit.read(chain, ...given)
    }
    const chains = await verifyAudit({ ...audit, read }, { key: auditKey })
    expect(chains.flatMap(({ faults }) => faults)).toEqual([])
    expect(chains).toMatchObject([{ chain: '' }, { chain: shop, archived: { through: 12 } }, {}])
  })

  test(`${name}: who has lost the end of a chain that was cut goes on behind the cut, and it is found`, async () => {
    const { where, archive, audit, numbers } = await filled()
    await archive(12)
    const old = `insert into audit (chain, seq, at, action, body, hash)
      values ('${shop}', 3, ${at}, 'a', '{}', '${'0'.repeat(64)}')`
    for (const [tables, left] of [
      [['audit', 'audit_heads'], []],
      [['audit'], []],
      [['audit'], [old]], // of an act that did not end
    ] as const) {
      const lost = tables.map((table) => `delete from ${table} where chain = '${shop}'`)
      const undo = await tamper(where, [
        ...lost,
        ...left,
        `update audit_heads set proof = 'x' where chain = '${shop}'`,
      ])
      const later = await opened(where)
      await later.audit.write([note(40)])
      expect(await numbers(shop)).toEqual([13])
      expect(await faultsOf(later)).toContain('a 13 head')
      await undo()
    }
    const all = ['audit', 'audit_heads'].map((table) => `delete from ${table}`)
    const undo = await tamper(where, all)
    await (await opened(where)).audit.write([{ ...note(50, ''), action: 'key.created' }])
    expect(await faultsOf({ audit })).toContain(' 3 head')
    await undo()
  })

  test(`${name}: what is put in before a cut is shown to nobody`, async () => {
    const { where, archive, audit, numbers } = await filled()
    await archive(12)
    const columns = 'chain, seq, at, action, body, hash'
    const row = `'${shop}', 3, ${at + 3}, 'key.revoked', '{}', '${'0'.repeat(64)}'`
    const undo = await tamper(where, [`insert into audit (${columns}) values (${row})`])
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
    expect(await audit.find({ chain: shop, actions: ['key.revoked'], limit: 9 })).toEqual([])
    expect((await archive(12, 2)).removed).toBe(1)
    await undo()
  })

  test(`${name}: nothing is deleted that no proven cut is behind`, async () => {
    const { where, archive, audit, numbers } = await filled()
    expect(await audit.forget(shop, 5)).toBe(0)
    await archive(12)
    expect(await audit.forget(shop, 5)).toBe(0)
    const undo = await tamper(where, [`update audit_cuts set seq = 15 where chain = '${shop}'`])
    expect(await audit.forget(shop, 5)).toBe(0)
    expect(await numbers(shop)).toEqual(numbersFrom(13, 20))
    await undo()
  })
}
