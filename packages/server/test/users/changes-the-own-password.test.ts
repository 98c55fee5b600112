import { expect, test } from 'vitest'
import { openSignIn } from '../../src/users/sign-in.ts'
import { acting } from '../acting.ts'
import { keptProject, seconds, serving } from '../authority.ts'
import { cookieOf, fromOwnPage, password, person } from './people.ts'

const line = 'PUT /v1/session/password'
const newPassword = 'five other words or so'
const right = { currentPassword: password, newPassword }
const wrong = { ...right, currentPassword: 'another one that is long' }

/** Ana, signed in twice, and Ben; at a time that stands still. */
async function signedIn() {
  const kept = await keptProject()
  const ana = await person(kept, 'ana', 'viewer')
  await person(kept, 'ben', 'viewer')
  const at = seconds()
  const calling = await serving(kept, {}, 'dev', { systemNow: () => at })
  const browser = async (name: string) => {
    const headers = fromOwnPage(await cookieOf(calling, name), calling)
    const change = (body: object) => calling.call(line, { headers, body })
    const goesOn = async () => (await calling.call('GET /v1/session', { headers })).status === 200
    return { headers, change, goesOn }
  }
  const signsIn = async (typed: string) =>
    (await calling.call('POST /v1/session', { body: { name: 'ana', password: typed } })).status
  return { ...kept, ana, calling, browser, signsIn }
}

test('the password is changed, the other sessions end, and this one goes on', async () => {
  const { authority, ana, calling, browser, signsIn } = await signedIn()
  const [one, other, bens] = [await browser('ana'), await browser('ana'), await browser('ben')]
  const answer = await one.change(right)
  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(await Promise.all([one, other, bens].map(({ goesOn }) => goesOn()))).toEqual([
    true,
    false,
    true,
  ])
  expect([await signsIn(password), await signsIn(newPassword)]).toEqual([401, 201])
  const [entry] = await authority.audit.list({
    chain: '',
    limit: 1,
    before: undefined,
    actions: ['user.password.changed'],
  })
  expect(entry).toMatchObject({
    by: { kind: 'user', id: ana.id },
    about: { id: ana.id, name: 'ana', session: expect.stringMatching(/^s_/) },
    requestId: answer.headers.get('x-request-id'),
  })
  const said = JSON.stringify([entry, calling.server.log.lines])
  expect(said).toContain('changeOwnPassword')
  for (const secret of [password, newPassword, 'scrypt']) expect(said).not.toContain(secret)
})

test('without the current password nothing is changed, and who guesses it waits, as who signs in', async () => {
  const { calling, browser, signsIn } = await signedIn()
  const [one, other] = [await browser('ana'), await browser('ana')]
  for (let nth = 0; nth < 3; nth++) {
    expect(await one.change(wrong)).toMatchObject({ status: 403, body: { code: 'PASSWORD_WRONG' } })
  }
  expect([await signsIn('not this one either'), await signsIn('nor that one here')]).toEqual([
    401, 401,
  ])
  const late = await one.change(right)
  expect(late).toMatchObject({ status: 429, body: { code: 'SIGN_IN_LATER' } })
  expect(late.headers.get('retry-after')).toBe('1')
  expect(await signsIn(password)).toBe(429)
  expect([await one.goesOn(), await other.goesOn()]).toEqual([true, true])
  expect(JSON.stringify(calling.server.log.lines)).toContain('a password was wrong')
})

test('what would be guessed is refused as by the command, and is no guess at the current one', async () => {
  const { browser } = await signedIn()
  const { change } = await browser('ana')
  for (const unfit of [
    'short',
    'password1234',
    'aaaaaaaaaaaaaaaa',
    'ana ana ana a',
    'x'.repeat(257),
  ]) {
    const refused = await change({ ...wrong, newPassword: unfit })
    expect(refused).toMatchObject({ status: 422, body: { code: 'PASSWORD_UNFIT' } })
    expect(refused.text).not.toContain(unfit)
  }
  for (const shape of [{}, { newPassword }, { ...right, more: 1 }, { ...right, newPassword: 7 }]) {
    expect((await change(shape)).status).toBe(400)
  }
  expect((await change(right)).status).toBe(204)
})

test('who signs in elsewhere alone has no password to change', async () => {
  const { authority } = await keptProject()
  const { store, users } = authority
  const identity = { issuer: 'https://id.example', subject: '7' }
  await users.create({ name: 'eva', role: 'viewer', identity }, acting(1))
  const lives = { sessionIdleSeconds: 1800, sessionSeconds: 43_200, signInByEmail: false }
  const signIn = openSignIn(store.users, lives)
  const eva = await signIn.withIdentity({ ...identity, email: undefined }, { at: 2 })
  const where = { address: '192.0.2.1', at: 3 }
  for (const given of [right, { ...right, currentPassword: '' }]) {
    const refused = signIn.changePassword(eva, given, where)
    await expect(refused).rejects.toMatchObject({ code: 'PASSWORD_ABSENT', status: 409 })
  }
  expect((await users.show('eva')).passwordHash).toBeUndefined()
})

test('a password that an owner gave meanwhile, or a user disabled meanwhile, stays so', async () => {
  for (const wish of [{ password: 'given by an owner' }, { enabled: false }]) {
    const kept = await keptProject()
    await person(kept, 'root', 'admin')
    await person(kept, 'ana', 'viewer')
    const { store, users } = kept.authority
    const lives = { sessionIdleSeconds: 1800, sessionSeconds: 43_200, signInByEmail: false }
    const change: typeof store.users.change = async (...args) => {
      await users.change('ana', wish, acting(2))
      return await store.users.change(...args)
    }
    const signIn = openSignIn({ ...store.users, change }, lives)
    const ana = await signIn.withPassword(
      { name: 'ana', password, address: '192.0.2.1' },
      { at: 1 },
    )
    const tried = signIn.changePassword(ana, right, { address: '192.0.2.1', at: 3 })
    await expect(tried).rejects.toMatchObject({ code: 'PASSWORD_WRONG' })
    const again = signIn.withPassword(
      { name: 'ana', password: newPassword, address: '::1' },
      { at: 4 },
    )
    await expect(again).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' })
  }
})

test('only a page of the server itself can ask for it, with a session', async () => {
  const { calling, browser, signsIn } = await signedIn()
  const { headers } = await browser('ana')
  const { cookie = '' } = headers
  const asked: readonly [Record<string, string>, number, string][] = [
    [{ cookie, origin: 'https://evil.example' }, 403, 'ORIGIN_REFUSED'],
    [{ cookie, 'sec-fetch-site': 'same-site' }, 403, 'ORIGIN_REFUSED'],
    [{ cookie }, 403, 'ORIGIN_REFUSED'],
    [{ ...headers, 'content-type': 'text/plain' }, 415, 'MEDIA_TYPE_UNSUPPORTED'],
    [{ origin: calling.server.url }, 401, 'CALLER_UNAUTHENTICATED'],
    [{ ...headers, cookie: `${cookie.slice(0, -3)}abc` }, 401, 'CALLER_UNAUTHENTICATED'],
  ]
  for (const [said, status, code] of asked) {
    const answer = await calling.call(line, { headers: said, body: right })
    expect(answer).toMatchObject({ status, body: { code } })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  }
  expect(await signsIn(password)).toBe(201)
})
