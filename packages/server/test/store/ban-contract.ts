import { expect, onTestFinished } from 'vitest'
import { type Ban, lift } from '../../src/bans/ban.ts'
import { createProject } from '../../src/projects/change-project.ts'
import { someNote } from '../acting.ts'
import type { Engine } from './contract.ts'

const noted = () => someNote()

const appId = '1'.padStart(32, '0')
const other = '2'.padStart(32, '0')
const at = 1_800_000_000

function ban(nth: number, more: Partial<Ban> = {}): Ban {
  const platform = { state: 'queued', attempts: 0, nextAt: at } as const
  const whom = { subject: `${nth}`, numeric: true }
  const said = { by: 'ana', createdAt: at, until: at + 3600 }
  return { id: `b_${nth}`, appId, ...whom, ...said, platform, ...more }
}

/** What every engine must do with bans. */
export function banContract({ name, test, place, open }: Engine): void {
  const opened = async (where: string) => {
    const store = await open(where)
    onTestFinished(() => store.close())
    return store
  }
  const begun = async (where: string) => {
    const store = await opened(where)
    for (const id of [appId, other]) {
      const project = createProject({ appId: id, name: 'x', origin: 'linked' }, undefined, at)
      await store.addProject(project, someNote())
    }
    return store
  }

  test(`${name}: a ban is found as it was added, and changes what others see`, async () => {
    const where = await place()
    const [mine, theirs] = [await begun(where), await opened(where)]
    const before = await theirs.revision()
    const all = [
      ban(1, { channel: 'lobby', reason: "'; drop table bans; --" }),
      ban(2, { subject: 'ana 🙂', numeric: false, outlives: true }),
      { ...ban(3), subject: undefined, numeric: undefined, channel: 'closed' },
    ]
    for (const one of all) await mine.addBan(one, someNote())
    expect(await theirs.revision()).not.toBe(before)
    expect(await theirs.standingBans(at)).toEqual(all)
    const unknown = mine.addBan(ban(4, { appId: 'f'.repeat(32) }), someNote())
    await expect(unknown).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' })
  })

  test(`${name}: bans are listed by project, the latest first, in pages`, async () => {
    const store = await begun(await place())
    for (const nth of [1, 2, 3, 4, 5]) await store.addBan(ban(nth, { until: at + nth }), someNote())
    await store.addBan(ban(6, { appId: other }), someNote())
    const first = await store.listBans({ appId, limit: 2 })
    expect([ids(first.bans), first.next]).toEqual([['b_5', 'b_4'], 'b_4'])
    const rest = await store.listBans({ appId, limit: 3, after: first.next })
    expect([ids(rest.bans), rest.next]).toEqual([['b_3', 'b_2', 'b_1'], undefined])
    expect(ids((await store.listBans({ appId, limit: 9, standingAt: at + 3 })).bans)).toEqual([
      'b_5',
      'b_4',
    ])
    expect(ids(await store.standingBans(at + 4))).toEqual(['b_5', 'b_6'])
    const foreign = store.listBans({ appId, limit: 1, after: 'b_6' })
    await expect(foreign).rejects.toMatchObject({ code: 'BAN_UNKNOWN' })
    const nowhere = store.listBans({ appId: 'f'.repeat(32), limit: 1 })
    await expect(nowhere).rejects.toMatchObject({ code: 'PROJECT_UNKNOWN' })
  })

  test(`${name}: a ban is lifted once, whoever lifts it, and stays known`, async () => {
    const where = await place()
    const stores = [await begun(where), await opened(where)]
    await stores[0]!.addBan(ban(1), someNote())
    const before = await stores[1]!.revision()
    const lifts = await Promise.all(
      stores.map((store, nth) =>
        store.changeBan(
          { appId, id: 'b_1' },
          (one) => lift(one, { by: `${nth}`, at: at + nth }),
          noted,
        ),
      ),
    )
    expect(lifts[0]).toEqual(lifts[1])
    expect(lifts[0]).toMatchObject({ liftedAt: expect.any(Number), platform: { state: 'lifted' } })
    expect(await stores[1]!.revision()).not.toBe(before)
    expect(await stores[0]!.standingBans(at)).toEqual([])
    const { bans } = await stores[0]!.listBans({ appId, limit: 9 })
    expect(bans).toEqual([lifts[0]])
    const unknown = stores[0]!.changeBan({ appId: other, id: 'b_1' }, (one) => one, noted)
    await expect(unknown).rejects.toMatchObject({ code: 'BAN_UNKNOWN' })
  })

  test(`${name}: whom a ban names stays whatever a change gives, and its end comes no sooner`, async () => {
    const store = await begun(await place())
    await store.addBan(ban(1), someNote())
    const shorter = { appId: other, until: at + 9, by: 'eve' }
    const swapped = { ...ban(2, shorter), liftedAt: at + 1 }
    const changed = await store.changeBan({ appId, id: 'b_1' }, () => swapped, noted)
    expect(changed).toEqual({ ...ban(1), liftedAt: at + 1 })
    expect((await store.listBans({ appId, limit: 9 })).bans).toEqual([changed])
    const later = (one: Ban) => ({ ...one, until: at + 9999 })
    await store.changeBan({ appId, id: 'b_1' }, later, noted)
    expect((await store.listBans({ appId, limit: 9 })).bans).toMatchObject([{ until: at + 9999 }])
  })

  const due = { at, endsAfter: at, ofLocal: true, limit: 9 }
  const ids = (bans: readonly Ban[]) => bans.map(({ id }) => id)

  test(`${name}: the platform is told of each user one thing after the other, who waits longest first`, async () => {
    const store = await begun(await place())
    await store.addBan(ban(1), someNote())
    await store.addBan(ban(2), someNote())
    await store.addBan(ban(3, { subject: '1' }), someNote())
    await store.addBan(
      ban(4, { subject: 'ana', platform: { ...ban(1).platform, state: 'impossible' } }),
      someNote(),
    )
    await store.addBan(ban(5, { until: at }), someNote())
    await store.addBan(
      { ...ban(6), subject: undefined, numeric: undefined, channel: 'a' },
      someNote(),
    )
    await store.addBan(
      { ...ban(7), subject: undefined, numeric: undefined, channel: 'b' },
      someNote(),
    )
    await store.addBan(
      { ...ban(8), subject: undefined, numeric: undefined, channel: 'b' },
      someNote(),
    )
    expect(ids(await store.dueBans(due))).toEqual(['b_1', 'b_2', 'b_6', 'b_7'])
    await store.noteBan('b_1', ({ platform }) => ({ ...platform, nextAt: at + 5 }))
    expect(ids(await store.dueBans(due))).toEqual(['b_2', 'b_6', 'b_7']) // 3 waits behind 1
    expect(ids(await store.dueBans({ ...due, at: at + 5 }))).toEqual(['b_2', 'b_6', 'b_7', 'b_1'])
    await store.noteBan('b_1', ({ platform }) => ({ ...platform, state: 'applied', ruleId: 17 }))
    expect(ids(await store.dueBans({ ...due, limit: 2 }))).toEqual(['b_2', 'b_3'])
    await store.changeBan({ appId, id: 'b_1' }, (one) => lift(one, { by: 'x', at }), noted)
    expect(ids(await store.dueBans({ ...due, limit: 1 }))).toEqual(['b_1'])
  })

  test(`${name}: of local projects the platform is told where it knows them`, async () => {
    const store = await begun(await place())
    const local = '3'.padStart(32, '0')
    await store.addProject(
      createProject({ appId: local, name: 'x', origin: 'local' }, undefined, at),
      someNote(),
    )
    await store.addBan(ban(1, { appId: local }), someNote())
    await store.addBan(ban(2), someNote())
    expect(ids(await store.dueBans({ ...due, ofLocal: false }))).toEqual(['b_2'])
    expect(ids(await store.dueBans(due))).toEqual(['b_1', 'b_2'])
  })

  test(`${name}: how many wait for the platform is known, and since when`, async () => {
    const store = await begun(await place())
    const local = '3'.padStart(32, '0')
    const own = createProject({ appId: local, name: 'x', origin: 'local' }, undefined, at)
    await store.addProject(own, someNote())
    const [wish, ofLocal] = [{ endsAfter: at + 60, ofLocal: false }, true]
    expect(await store.waitingBans(wish)).toEqual({ count: 0, oldestAt: undefined })
    await store.addBan(ban(1, { createdAt: at + 7 }), someNote())
    await store.addBan(ban(2, { appId: local, createdAt: at + 5 }), someNote())
    await store.addBan(ban(3, { createdAt: at + 1, until: at + 60 }), someNote()) // is over by then
    const side = { attempts: 1, nextAt: 0, ruleId: 17 }
    const applied = { ...side, state: 'applied' } as const
    await store.addBan(ban(4, { createdAt: at + 2, platform: applied }), someNote())
    expect(await store.waitingBans(wish)).toEqual({ count: 1, oldestAt: at + 7 })
    expect(await store.waitingBans({ ...wish, ofLocal })).toEqual({ count: 2, oldestAt: at + 5 })
    await store.noteBan('b_1', () => applied)
    const lifting = (one: Ban) => lift(one, { by: 'x', at: at + 30 })
    await store.changeBan({ appId, id: 'b_4' }, lifting, noted)
    expect(await store.waitingBans(wish)).toEqual({ count: 1, oldestAt: at + 30 })
  })

  test(`${name}: what the platform said is noted, and is no change for others`, async () => {
    const store = await begun(await place())
    await store.addBan(ban(1), someNote())
    await store.addBan(ban(2, { subject: '1' }), someNote())
    await store.addBan(ban(3, { subject: '1', channel: 'lobby' }), someNote())
    const before = await store.revision()
    const platform = { state: 'applied', attempts: 2, nextAt: 0, ruleId: 2 ** 40 } as const
    expect(await store.noteBan('b_1', () => platform)).toEqual({ ...ban(1), platform })
    expect(await store.noteBan('b_1', () => undefined)).toBeUndefined()
    expect(await store.noteBan('b_none', () => platform)).toBeUndefined()
    await store.noteBan('b_3', () => platform)
    expect(await store.revision()).toBe(before)
    expect(await store.rulesOfOthers(ban(2, { subject: '1' }))).toEqual([2 ** 40])
    expect(await store.rulesOfOthers(ban(1))).toEqual([])
  })

  test(`${name}: of a lift and a note at the same time both count`, async () => {
    const where = await place()
    const [mine, theirs] = [await begun(where), await opened(where)]
    for (let nth = 1; nth <= 20; nth++) {
      await mine.addBan(ban(nth), someNote())
      await Promise.all([
        mine.changeBan({ appId, id: `b_${nth}` }, (one) => lift(one, { by: 'x', at }), noted),
        theirs.noteBan(`b_${nth}`, ({ platform }) =>
          platform.state === 'queued' ? { ...platform, attempts: 1 } : undefined,
        ),
      ])
    }
    const { bans } = await mine.listBans({ appId, limit: 99 })
    const states = new Set(bans.map(({ platform }) => platform.state))
    expect([...states].filter((state) => state !== 'lifting' && state !== 'lifted')).toEqual([])
  })

  test(`${name}: a lease has one holder, until it is over or released`, async () => {
    const where = await place()
    const [mine, theirs] = [await opened(where), await opened(where)]
    const wish = (holder: string, later = 0) => ({ holder, at: at + later, seconds: 30 })
    const taken = await Promise.all([
      mine.takeLease('x', wish('a')),
      theirs.takeLease('x', wish('b')),
    ])
    expect(taken.filter(Boolean)).toHaveLength(1)
    const [has, waits] = taken[0] ? ['a', 'b'] : ['b', 'a']
    expect(await theirs.takeLease('x', wish(has!, 10))).toBe(true)
    expect(await mine.takeLease('x', wish(waits!, 39))).toBe(false)
    expect(await mine.takeLease('y', wish(waits!))).toBe(true)
    expect(await mine.takeLease('x', wish(waits!, 40))).toBe(true)
    await mine.releaseLease('x', has!)
    expect(await mine.takeLease('x', wish(has!, 41))).toBe(false)
    await mine.releaseLease('x', waits!)
    expect(await mine.takeLease('x', wish(has!, 41))).toBe(true)
  })
}
