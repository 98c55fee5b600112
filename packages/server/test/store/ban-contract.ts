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
      ban(2, { subject: 'ana 🙂', numeric: false }),
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
    const ids = (bans: readonly Ban[]) => bans.map(({ id }) => id)
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

  test(`${name}: whom a ban names, and until when, stays whatever a change gives`, async () => {
    const store = await begun(await place())
    await store.addBan(ban(1), someNote())
    const swapped = { ...ban(2, { appId: other, until: at + 9, by: 'eve' }), liftedAt: at + 1 }
    const changed = await store.changeBan({ appId, id: 'b_1' }, () => swapped, noted)
    expect(changed).toEqual({ ...ban(1), liftedAt: at + 1 })
    expect((await store.listBans({ appId, limit: 9 })).bans).toEqual([changed])
  })
}
