import { expect, test } from 'vitest'
import { openSignIn } from '../../src/users/sign-in.ts'
import { acting } from '../acting.ts'
import { keptProject, seconds } from '../authority.ts'
import { password, person } from './people.ts'

const lives = { sessionIdleSeconds: 1800, sessionSeconds: 43_200, signInByEmail: false }
const doing = acting(seconds())
const address = '192.0.2.1'

async function signedIn() {
  const kept = await keptProject()
  const signIn = openSignIn(kept.authority.store.users, lives)
  const at = seconds()
  await person(kept, 'root', 'admin')
  const ana = await person(kept, 'ana', 'operator')
  const trial = { name: 'ana', password, address }
  const { text } = await signIn.withPassword(trial, { at })
  return { ...kept, users: kept.authority.users, signIn, at, ana, trial, text }
}

test('it ends after half an hour without a request, and goes on with each', async () => {
  const { signIn, text, at } = await signedIn()
  let now = at
  for (let nth = 0; nth < 5; nth++) {
    now += 1799
    expect((await signIn.recognise(text, now))?.user.name).toBe('ana')
  }
  expect(await signIn.recognise(text, now + 1800)).toBeUndefined()
})

test('it ends after twelve hours, however much it is used', async () => {
  const { signIn, text, at } = await signedIn()
  for (let now = at; now < at + 43_200; now += 1200) {
    expect(await signIn.recognise(text, now)).toBeDefined()
  }
  expect(await signIn.recognise(text, at + 43_199)).toBeDefined()
  expect(await signIn.recognise(text, at + 43_200)).toBeUndefined()
})

test('another role, another password, or to be disabled or deleted ends it', async () => {
  const acts = [
    (users: Users) => users.change('ana', { role: 'viewer' }, doing),
    (users: Users) => users.change('ana', { password: 'some words that differ' }, doing),
    (users: Users) => users.change('ana', { enabled: false }, doing),
    (users: Users) => users.remove('ana', doing),
    (users: Users) => users.signOut('ana', doing),
  ]
  for (const act of acts) {
    const { signIn, text, at, users } = await signedIn()
    expect(await signIn.recognise(text, at)).toBeDefined()
    await act(users)
    expect(await signIn.recognise(text, at)).toBeUndefined()
  }
})
type Users = Awaited<ReturnType<typeof signedIn>>['users']

test('who is disabled cannot sign in; enabled again, they can', async () => {
  const { signIn, trial, at, users } = await signedIn()
  await users.change('ana', { enabled: false }, doing)
  const refused = { code: 'SIGN_IN_REFUSED' }
  await expect(signIn.withPassword(trial, { at })).rejects.toMatchObject(refused)
  await users.change('ana', { enabled: true }, doing)
  expect((await signIn.withPassword(trial, { at })).user.name).toBe('ana')
})

test('a password that is changed while it is checked lets nobody in', async () => {
  const { authority, trial, at, users } = await signedIn()
  const store = authority.store.users
  const slow = openSignIn(
    {
      ...store,
      findByName: async (name) => {
        const found = await store.findByName(name)
        await users.change('ana', { password: 'some words that differ' }, doing)
        return found
      },
    },
    lives,
  )
  await expect(slow.withPassword(trial, { at })).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  expect(await users.sessions('ana')).toEqual([])
})

test('who signs in while the database is away has guessed nothing', async () => {
  const { authority, trial, at } = await signedIn()
  const store = authority.store.users
  let away = true
  const findByName = async (name: string) => {
    if (away) throw new Error('away')
    return await store.findByName(name)
  }
  const signIn = openSignIn({ ...store, findByName }, lives)
  for (let nth = 0; nth < 9; nth++) {
    await expect(signIn.withPassword(trial, { at })).rejects.toThrow('away')
  }
  away = false
  expect((await signIn.withPassword(trial, { at })).user.name).toBe('ana')
})

test('the last admin stays, whatever is tried', async () => {
  const { users } = await signedIn()
  const refused = { code: 'LAST_ADMIN' }
  await expect(users.change('root', { role: 'viewer' }, doing)).rejects.toMatchObject(refused)
  await expect(users.change('root', { enabled: false }, doing)).rejects.toMatchObject(refused)
  await expect(users.remove('root', doing)).rejects.toMatchObject(refused)
  await users.change('ana', { role: 'admin' }, doing)
  await users.change('root', { enabled: false }, doing)
  await expect(users.remove('ana', doing)).rejects.toMatchObject(refused)
})
