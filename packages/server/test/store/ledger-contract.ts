import { createHash } from 'node:crypto'
import { expect, onTestFinished } from 'vitest'
import { createProject } from '../../src/projects/change-project.ts'
import type { LedgerEntry } from '../../src/record/ledger.ts'
import { someNote } from '../acting.ts'
import type { Engine } from './contract.ts'

const appId = '970ca35de60c44645bbae8a215061b33'
const at = 1_800_000_000

function entry(nth: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    tokenId: createHash('sha256').update(`${nth}`).digest('hex').slice(0, 32),
    nth: 0,
    appId,
    service: 'rtc',
    channel: 'lobby',
    subject: `${nth}`,
    publishes: true,
    issuedAt: at,
    expiresAt: at + 3600 + nth,
    certificateId: 'c_1',
    callerKind: 'key',
    callerId: 'k_1',
    dialect: 'v1',
    ...more,
  }
}

/** What every engine must do with grants. */
export function ledgerContract({ name, test, place, open }: Engine): void {
  const opened = async () => {
    const store = await open(await place())
    onTestFinished(() => store.close())
    const wish = { appId, name: 'Shop', origin: 'linked' } as const
    await store.addProject(createProject(wish, undefined, at), someNote())
    const write = (entries: readonly LedgerEntry[]) => store.record(entries, [])
    return { ...store.ledger, write }
  }

  test(`${name}: grants are found by channel, subject, token and right to publish, the next to end first`, async () => {
    const ledger = await opened()
    const other = entry(4, { channel: 'other', subject: '1' })
    const listens = entry(3, { publishes: false })
    const chat = entry(5, { service: 'chat', channel: undefined, subject: 'ana', rule: 'own' })
    const foreign = entry(6, { appId: 'f'.repeat(32) })
    await ledger.write([entry(2), listens, other, chat, foreign, entry(1)])
    const find = async (wish: object) =>
      (await ledger.find({ appId, limit: 100, ...wish })).entries.map(({ tokenId }) => tokenId)
    const ids = (...entries: LedgerEntry[]) => entries.map(({ tokenId }) => tokenId)
    expect(await find({})).toEqual(ids(entry(1), entry(2), listens, other, chat))
    expect(await find({ channel: 'lobby', publishes: true })).toEqual(ids(entry(1), entry(2)))
    expect(await find({ subject: '1' })).toEqual(ids(entry(1), other))
    expect(await ledger.ofToken(listens)).toEqual([listens])
    expect(await ledger.ofToken({ tokenId: '0'.repeat(32), issuedAt: at })).toEqual([])
    expect(await find({ liveAt: entry(2).expiresAt })).toEqual(ids(listens, other, chat))
    expect((await ledger.find({ appId, limit: 1, subject: 'ana' })).entries).toEqual([chat])
  })

  test(`${name}: pages leave nothing out and repeat nothing, also among those that end together`, async () => {
    const ledger = await opened()
    const all = Array.from({ length: 25 }, (_, nth) => entry(nth, { expiresAt: at + (nth % 3) }))
    await ledger.write(all)
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await ledger.find({ appId, limit: 4, after })
      seen.push(...page.entries.map(({ tokenId }) => tokenId))
      after = page.next
    } while (after !== undefined)
    expect(new Set(seen).size).toBe(25)
    expect(seen).toHaveLength(25)
    await expect(ledger.find({ appId, limit: 4, after: "'; --" })).rejects.toThrow(RangeError)
  })

  test(`${name}: grants for more than one user in one channel are found among the others, in pages`, async () => {
    const ledger = await opened()
    const over = [
      entry(1, { subject: '' }),
      entry(2, { channel: 'room-*' }),
      entry(3, { channel: undefined }),
      entry(4, { subject: '1*' }),
      entry(5, { service: 'rtm', channel: undefined, subject: '', publishes: false }),
    ]
    const usual = [
      entry(6),
      entry(7, { channel: '*', subject: '', publishes: false }),
      entry(8, { service: 'rtm', channel: undefined, subject: 'ana', publishes: false }),
      entry(9, { service: 'stt', channel: undefined, subject: '', publishes: false }),
      entry(10, { channel: 'a%_b' }),
    ]
    await ledger.write([...usual, ...over, entry(11, { subject: '', appId: 'f'.repeat(32) })])
    const wish = { appId, over: true, liveAt: at } as const
    const first = await ledger.find({ ...wish, limit: 2 })
    const rest = await ledger.find({ ...wish, limit: 9, after: first.next })
    expect([...first.entries, ...rest.entries]).toEqual(over)
    expect(rest.next).toBeUndefined()
    expect((await ledger.find({ ...wish, liveAt: at + 3604, limit: 9 })).entries).toEqual([over[4]])
  })

  test(`${name}: grants are also given from the other end`, async () => {
    const ledger = await opened()
    await ledger.write([entry(1), entry(3), entry(2)])
    const { entries } = await ledger.find({ appId, lastFirst: true, limit: 2 })
    expect(entries).toEqual([entry(3), entry(2)])
  })

  test(`${name}: a token is written with each of its services, and counted once`, async () => {
    const ledger = await opened()
    const both = [entry(1), entry(1, { nth: 1, service: 'rtm', channel: undefined })]
    await ledger.write(both)
    await ledger.write([])
    expect((await ledger.find({ appId, limit: 10 })).entries).toEqual(both)
    expect(await ledger.drainOf('c_1', at)).toEqual({
      unexpiredTokens: 1,
      lastEndsAt: at + 3601,
    })
  })

  test(`${name}: a certificate drains as its tokens end`, async () => {
    const ledger = await opened()
    await ledger.write([entry(1), entry(2), entry(3, { certificateId: 'c_2' })])
    expect(await ledger.drainOf('c_1', at)).toEqual({ unexpiredTokens: 2, lastEndsAt: at + 3602 })
    expect(await ledger.drainOf('c_1', at + 3601)).toMatchObject({ unexpiredTokens: 1 })
    expect(await ledger.drainOf('c_1', at + 3602)).toEqual({ unexpiredTokens: 0 })
  })

  test(`${name}: what ends with a certificate is told by channel, the fullest first`, async () => {
    const ledger = await opened()
    await ledger.write([
      entry(1),
      entry(1, { nth: 1, service: 'rtm', channel: undefined, publishes: false }),
      entry(2, { publishes: false }),
      entry(3, { channel: 'other' }),
      entry(4, { expiresAt: at }),
      entry(5, { certificateId: 'c_2' }),
    ])
    expect(await ledger.tollOf('c_1', at, 2)).toEqual({
      unexpiredTokens: 3,
      lastEndsAt: at + 3603,
      grants: 4,
      more: false,
      channels: [
        { channel: 'lobby', grants: 2, publishers: 1, lastEndsAt: at + 3602 },
        { channel: undefined, grants: 1, publishers: 0, lastEndsAt: at + 3601 },
      ],
    })
    const none = { unexpiredTokens: 0, grants: 0, more: false, channels: [] }
    expect(await ledger.tollOf('c_3', at, 2)).toEqual(none)
  })

  test(`${name}: of very many grants some are looked at, and it is said that there are more`, async () => {
    const ledger = await opened()
    const all = Array.from({ length: 50_001 }, (_, nth) => entry(nth, { channel: `${nth % 3}` }))
    await ledger.write(all)
    const toll = await ledger.tollOf('c_1', at, 2)
    expect(toll).toMatchObject({ unexpiredTokens: 50_001, grants: 50_000, more: true })
    expect(toll.channels).toHaveLength(2)
  })

  test(`${name}: what has ended is forgotten in parts, the oldest first`, async () => {
    const ledger = await opened()
    await ledger.write(Array.from({ length: 10 }, (_, nth) => entry(nth)))
    expect(await ledger.forget(at + 3600 + 5, 3)).toBe(3)
    expect(await ledger.forget(at + 3600 + 5, 100)).toBe(2)
    expect(await ledger.forget(at + 3600 + 5, 100)).toBe(0)
    const [first] = (await ledger.find({ appId, limit: 1 })).entries
    expect(first).toEqual(entry(5))
  })

  test(`${name}: what lets somebody in is told apart: what names them, and what names nobody`, async () => {
    const ledger = await opened()
    const of = (nth: number, subject: string, channel: string | undefined, more = {}) =>
      entry(nth, { subject, channel, expiresAt: at + nth, ...more })
    await ledger.write([
      of(1, '7', 'lobby'),
      of(2, '7', 'other'),
      of(3, '7', undefined, { service: 'rtm' }),
      of(4, '', 'lobby'),
      of(5, '', 'other'),
      of(6, '7*', '*'),
      of(7, '8*', '*'),
      of(8, '*', 'room-*'),
      of(9, '8', 'lobby'),
      of(10, '', undefined, { service: 'fpa' }),
      of(11, '7', 'lobby', { appId: 'f'.repeat(32) }),
    ])
    const reach = async (subject?: string, channel?: string, now = at) => {
      const { own, open } = await ledger.reach({ appId, subject, channel }, now)
      return [own.grants, own.lastEndsAt, open.grants, open.lastEndsAt]
    }
    expect(await reach('7')).toEqual([3, at + 3, 4, at + 8])
    expect(await reach('7', 'lobby')).toEqual([1, at + 1, 2, at + 6])
    expect(await reach('7', 'room-1')).toEqual([0, undefined, 2, at + 8])
    expect(await reach(undefined, 'lobby')).toEqual([3, at + 9, 2, at + 7])
    expect(await reach('7', undefined, at + 3)).toEqual([0, undefined, 4, at + 8])
  })

  test(`${name}: a thousand grants are counted, the last end of all is known`, async () => {
    const ledger = await opened()
    const many = Array.from({ length: 1200 }, (_, nth) => entry(nth, { subject: '7' }))
    await ledger.write(many)
    const { own } = await ledger.reach({ appId, subject: '7' }, at)
    expect(own).toEqual({ grants: 1000, more: true, lastEndsAt: at + 3600 + 1199 })
  })
}
