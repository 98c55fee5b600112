import { expect, onTestFinished } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import type { Role } from '../../src/users/roles.ts'
import { newSession } from '../../src/users/session.ts'
import { changeUser, checkDeletion, type User, type UserChange } from '../../src/users/user.ts'
import { someNote } from '../acting.ts'
import type { Engine } from './contract.ts'

const at = 1_800_000_000

function someUser(name: string, role: Role = 'admin', more: Partial<User> = {}): User {
  return { id: `u_${name}`, name, role, enabled: true, createdAt: at, ...more }
}

const over = { at, idleSince: at - 1800 }
const always = { stillGood: () => true, note: someNote() }
const begun = (userId: string, from = at) =>
  newSession(userId, { at: from, seconds: 43_200 }).session

const change = ({ users }: Store, id: string, wish: UserChange) =>
  users.change(
    id,
    (user, others) => changeUser(user, wish, others),
    () => someNote(),
  )

/** What every engine must do with users and their sessions. */
export function userContract({ name, test, place, open }: Engine): void {
  const opened = async (where?: string) => {
    const store = await open(where ?? (await place()))
    onTestFinished(() => store.close())
    return store
  }

  test(`${name}: a user is found as they were added, by id, name and identity`, async () => {
    const { users } = await opened()
    const identity = { issuer: 'https://id.example', subject: 'a|1' }
    const ana = someUser('ana@shop.example', 'auditor', { passwordHash: '$scrypt$…', identity })
    const ben = someUser('ben', 'viewer', { enabled: false })
    for (const user of [ben, ana]) await users.add(user, someNote())
    expect(await users.list()).toEqual([ana, ben])
    expect(await users.find(ana.id)).toEqual(ana)
    expect(await users.findByName('ben')).toEqual(ben)
    expect(await users.findByIdentity(identity)).toEqual(ana)
    expect(await users.findByIdentity({ ...identity, subject: 'a|2' })).toBeUndefined()
    expect(await users.findByName("' or '1'='1")).toBeUndefined()
  })

  test(`${name}: names and identities are there once; nobody is half changed`, async () => {
    const store = await opened()
    const identity = { issuer: 'https://id.example', subject: '1' }
    await store.users.add(someUser('ana', 'admin', { identity }), someNote())
    await store.users.add(someUser('ben'), someNote())
    const taken = { code: 'USER_EXISTS' }
    const again = store.users.add({ ...someUser('ana'), id: 'u_other' }, someNote())
    await expect(again).rejects.toMatchObject(taken)
    const bound = store.users.add(someUser('eva', 'admin', { identity }), someNote())
    await expect(bound).rejects.toMatchObject(taken)
    const moved = change(store, 'u_ben', { identity, role: 'viewer' })
    await expect(moved).rejects.toMatchObject(taken)
    expect(await store.users.find('u_ben')).toEqual(someUser('ben'))
    await change(store, 'u_ana', { identity, role: 'viewer' }) // their own is no other's
    await expect(change(store, 'u_nobody', {})).rejects.toMatchObject({ code: 'USER_UNKNOWN' })
  })

  test(`${name}: of admins who end one another at once one is left`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)] as const
    const names = ['a', 'b', 'c', 'd']
    for (const one of names) await stores[0].users.add(someUser(one), someNote())
    const ended = await Promise.allSettled([
      change(stores[0], 'u_a', { enabled: false }),
      change(stores[1], 'u_b', { role: 'viewer' }),
      stores[0].users.remove('u_c', checkDeletion, () => someNote()),
      stores[1].users.remove('u_d', checkDeletion, () => someNote()),
    ])
    const failed = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(failed).toMatchObject([{ code: 'LAST_ADMIN' }])
    const admins = (await stores[0].users.list()).filter(
      (one) => one.role === 'admin' && one.enabled,
    )
    expect(admins).toHaveLength(1)
  })

  test(`${name}: id, name and instants of a user stay, whatever a change gives`, async () => {
    const { users } = await opened()
    await users.add(someUser('ana'), someNote())
    const other = { id: 'u_x', name: 'x', createdAt: 1, lastSignInAt: 2 }
    await users.change(
      'u_ana',
      (user) => ({ user: { ...user, ...other }, endsSessions: false }),
      () => someNote(),
    )
    expect(await users.list()).toEqual([someUser('ana')])
  })

  test(`${name}: a session is found by its hash, with its user, until it is ended`, async () => {
    const { users } = await opened()
    const ana = someUser('ana')
    await users.add(ana, someNote())
    const [one, other] = [begun('u_ana'), begun('u_ana', at + 1)]
    expect(await users.addSession(one, over, always)).toBe(true)
    expect(await users.addSession(other, over, always)).toBe(true)
    const user = { ...ana, lastSignInAt: at + 1 }
    expect(await users.findSession(one.hash)).toEqual({ session: one, user })
    await users.noteSeen(one.hash, at + 90)
    await users.noteSeen(one.hash, at + 60)
    expect(await users.listSessions('u_ana')).toEqual([other, { ...one, seenAt: at + 90 }])
    await users.endSession(one.hash, someNote())
    expect(await users.findSession(one.hash)).toBeUndefined()
    await users.endSessions('u_ana', someNote())
    expect(await users.listSessions('u_ana')).toEqual([])
  })

  test(`${name}: a change that matters ends the sessions, and so does deletion`, async () => {
    const store = await opened()
    const { users } = store
    await users.add(someUser('root'), someNote())
    const identity = { issuer: 'https://id.example', subject: '1' }
    const changes: readonly UserChange[] = [
      { role: 'operator' },
      { passwordHash: 'other' },
      { identity },
      { enabled: false },
    ]
    for (const [nth, wish] of changes.entries()) {
      const id = `u_${nth}`
      await users.add(someUser(`${nth}`, 'viewer'), someNote())
      const session = begun(id)
      await users.addSession(session, over, always)
      await change(store, id, {})
      expect(await users.findSession(session.hash)).toBeDefined()
      await change(store, id, wish)
      expect(await users.findSession(session.hash)).toBeUndefined()
    }
    const last = begun('u_0')
    await users.addSession(last, over, always)
    expect(await users.remove('u_0', checkDeletion, () => someNote())).toMatchObject({ id: 'u_0' })
    expect(await users.findSession(last.hash)).toBeUndefined()
    await expect(users.remove('u_0', checkDeletion, () => someNote())).rejects.toMatchObject({
      code: 'USER_UNKNOWN',
    })
  })

  test(`${name}: of the sessions that a change ends, one may go on`, async () => {
    const { users } = await opened()
    for (const one of ['ana', 'ben']) await users.add(someUser(one), someNote())
    const [own, other, bens] = [begun('u_ana'), begun('u_ana'), begun('u_ben')]
    for (const session of [own, other, bens]) await users.addSession(session, over, always)
    await users.change(
      'u_ana',
      (user) => ({ user, endsSessions: true, keepsSession: own.hash }),
      () => someNote(),
    )
    expect(await users.listSessions('u_ana')).toEqual([own])
    expect(await users.listSessions('u_ben')).toEqual([bens])
  })

  test(`${name}: who was changed while they signed in is judged as they are`, async () => {
    const where = await place()
    const [mine, theirs] = [await opened(where), await opened(where)]
    await mine.users.add(someUser('root'), someNote())
    await mine.users.add(someUser('ana', 'viewer', { passwordHash: 'old' }), someNote())
    await change(theirs, 'u_ana', { passwordHash: 'new' })
    const when = (hash: string) => ({
      ...always,
      stillGood: (user: User) => user.passwordHash === hash,
    })
    expect(await mine.users.addSession(begun('u_ana'), over, when('old'))).toBe(false)
    expect(await mine.users.addSession(begun('u_gone'), over, always)).toBe(false)
    expect((await mine.users.find('u_ana'))?.lastSignInAt).toBeUndefined()
    // either the session comes first and is ended, or the change does and there is none
    await Promise.all([
      change(theirs, 'u_ana', { passwordHash: 'newer' }),
      mine.users.addSession(begun('u_ana'), over, when('new')),
    ])
    expect(await mine.users.listSessions('u_ana')).toEqual([])
  })

  test(`${name}: one user has 20 sessions, the latest; what is over goes when another begins`, async () => {
    const { users } = await opened()
    for (const one of ['ana', 'ben', 'eva']) await users.add(someUser(one), someNote())
    const ended = { ...begun('u_ben', at - 50_000), seenAt: at - 1 }
    const idle = begun('u_eva', at - 1800)
    const live = begun('u_ben', at - 100)
    for (const session of [ended, idle, live]) {
      await users.addSession(session, { at: 0, idleSince: 0 }, always)
    }
    const all = Array.from({ length: 22 }, (_, nth) => begun('u_ana', at + nth))
    for (const session of all) await users.addSession(session, over, always)
    expect(await users.listSessions('u_ana')).toEqual(all.slice(2).reverse())
    expect(await users.listSessions('u_ben')).toEqual([live])
    expect(await users.listSessions('u_eva')).toEqual([])
  })

  test(`${name}: many may sign in at the same time, some of them as the same user`, async () => {
    const where = await place()
    const stores = [await opened(where), await opened(where)] as const
    for (const one of ['ana', 'ben']) await stores[0].users.add(someUser(one), someNote())
    const many = Array.from({ length: 24 }, (_, nth) => nth)
    const kept = await Promise.all(
      many.map((nth) =>
        stores[nth % 2]!.users.addSession(begun(nth % 3 ? 'u_ana' : 'u_ben'), over, always),
      ),
    )
    expect(new Set(kept)).toEqual(new Set([true]))
    expect(await stores[0].users.listSessions('u_ana')).toHaveLength(16)
    expect(await stores[0].users.listSessions('u_ben')).toHaveLength(8)
  })
}
