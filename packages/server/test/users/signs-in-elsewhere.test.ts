import type { StartOptions } from '@symbolon/server'
import { expect, test } from 'vitest'
import { keptProject, seconds, serving } from '../authority.ts'
import { Browser } from './browser.ts'
import { clientId, clientSecret, oidcProvider } from './identity-provider.ts'
import { person } from './people.ts'

const begin = '/v1/session/oidc'
type Clock = Pick<StartOptions, 'systemNow'>

async function beside(env: Record<string, string> = {}, clock: Clock = {}) {
  const kept = await keptProject()
  const provider = await oidcProvider()
  const settings = {
    SYMBOLON_SIGN_IN_ISSUER: provider.issuer,
    SYMBOLON_SIGN_IN_CLIENT_ID: clientId,
    SYMBOLON_SIGN_IN_CLIENT_SECRET: clientSecret,
  }
  const calling = await serving(kept, { ...settings, ...env }, 'dev', clock)
  const { url } = calling.server
  provider.serve(url)
  return { kept, provider, calling, url }
}

test('who is bound to who signs in there gets in, and is told by a page', async () => {
  const { kept, provider, calling, url } = await beside()
  const identity = { issuer: provider.issuer, subject: 'a|1' }
  const ana = await person(kept, 'ana', 'operator', { identity, passwordHash: undefined })
  provider.account = { subject: 'a|1' }
  const browser = new Browser()
  const first = await browser.step(url + begin)
  expect(first.status).toBe(302)
  expect(first.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^symbolon_sign_in=[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/,
    ),
  ])
  const asked = new URL(first.headers.get('location') ?? '')
  expect(Object.fromEntries(asked.searchParams)).toMatchObject({
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${url}${begin}/callback`,
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  })
  const last = await browser.open(asked.href)
  expect(last).toMatchObject({ status: 200, text: expect.stringContaining('Signed in') })
  expect(last.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(last.headers.get('referrer-policy')).toBe('no-referrer')
  expect(last.headers.getSetCookie().at(-1)).toMatch(/^symbolon_session=.*SameSite=Strict/)
  const jar = browser.cookies.get('127.0.0.1')!
  expect([...jar.keys()]).toEqual(['symbolon_session'])
  const cookie = `symbolon_session=${jar.get('symbolon_session')}`
  const who = await calling.call('GET /v1/session', { headers: { cookie } })
  expect(who.body.user).toMatchObject({ id: ana.id, identity, password: false })
  const logged = JSON.stringify(calling.server.log.lines)
  for (const secret of [
    clientSecret,
    jar.get('symbolon_session')!,
    asked.searchParams.get('state')!,
  ]) {
    expect(logged).not.toContain(secret)
  }
})

test('who is nobody here does not get in, and is not made', async () => {
  const { kept, provider, url } = await beside()
  await person(kept, 'root', 'admin')
  const identity = { issuer: 'https://other.example', subject: 'a|1' }
  await person(kept, 'ana', 'admin', { identity })
  provider.account = { subject: 'a|1', email: 'root', verified: true }
  const browser = new Browser()
  const last = await browser.open(url + begin)
  expect(last).toMatchObject({ status: 401, text: expect.stringContaining('Not signed in') })
  expect(last.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(browser.cookies.get('127.0.0.1')?.size).toBe(0)
  expect(await kept.authority.users.list()).toHaveLength(2)
})

test('who is disabled does not get in', async () => {
  const { kept, provider, url } = await beside()
  const identity = { issuer: provider.issuer, subject: '1' }
  await person(kept, 'ana', 'admin', { identity, enabled: false })
  provider.account = { subject: '1' }
  expect((await new Browser().open(url + begin)).status).toBe(401)
})

test('who says no there is not signed in', async () => {
  const { url } = await beside()
  expect((await new Browser().open(url + begin)).status).toBe(401)
})

test('by a verified address only where the settings say so, and then that person for good', async () => {
  const plain = await beside()
  await person(plain.kept, 'ana@shop.example', 'viewer')
  plain.provider.account = { subject: '1', email: 'ana@shop.example', verified: true }
  expect((await new Browser().open(plain.url + begin)).status).toBe(401)

  const { kept, provider, url } = await beside({ SYMBOLON_SIGN_IN_BY_EMAIL: '1' })
  await person(kept, 'ana@shop.example', 'viewer')
  await person(kept, 'off@shop.example', 'viewer', { enabled: false })
  const trial = async (subject: string, email: string, verified: boolean) => {
    provider.account = { subject, email, verified }
    return (await new Browser().open(url + begin)).status
  }
  expect(await trial('1', 'ana@shop.example', false)).toBe(401)
  expect(await trial('1', 'other@shop.example', true)).toBe(401)
  expect(await trial('3', 'off@shop.example', true)).toBe(401)
  expect(await trial('1', 'Ana@Shop.example', true)).toBe(200)
  const ana = await kept.authority.users.show('ana@shop.example')
  expect(ana.identity).toEqual({ issuer: provider.issuer, subject: '1' })
  // the address may be given to somebody else some day; who had it stays who they are
  expect(await trial('2', 'ana@shop.example', true)).toBe(401)
  expect(await trial('1', 'new-name@shop.example', true)).toBe(200)
})

test('only the browser that began may come back, once, within ten minutes', async () => {
  let now = seconds()
  const { kept, provider, url } = await beside({}, { systemNow: () => now })
  const identity = { issuer: provider.issuer, subject: '1' }
  await person(kept, 'ana', 'admin', { identity })
  provider.account = { subject: '1' }
  const back = (to: string) => to.startsWith(`${url}${begin}/callback`)
  const ana = new Browser()
  const { url: returned } = await ana.open(url + begin, back)

  expect((await new Browser().open(returned)).status).toBe(400)
  const other = new Browser()
  await other.open(url + begin, back)
  expect((await other.open(returned)).status).toBe(401)
  const jar = ana.cookies.get('127.0.0.1')!
  const sealed = jar.get('symbolon_sign_in')!
  jar.set(
    'symbolon_sign_in',
    sealed.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')).slice(0, -4),
  )
  expect((await ana.open(returned)).status).toBe(400)
  jar.set('symbolon_sign_in', sealed)
  now += 600
  expect((await ana.open(returned)).status).toBe(400)
  now -= 1
  jar.set('symbolon_sign_in', sealed)
  expect((await ana.open(returned)).status).toBe(200)
  jar.set('symbolon_sign_in', sealed)
  expect((await ana.open(returned)).status).toBe(401) // the provider gives a code one token
})

test('without the settings nothing is there; with half of them the server does not start', async () => {
  const kept = await keptProject()
  const { call } = await serving(kept)
  expect((await call(`GET ${begin}`)).status).toBe(404)
  for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'BY_EMAIL']) {
    const value = name === 'ISSUER' ? 'https://id.example' : '1'
    const half = serving(kept, { [`SYMBOLON_SIGN_IN_${name}`]: value })
    await expect(half).rejects.toThrow('SYMBOLON_SIGN_IN_ISSUER and SYMBOLON_SIGN_IN_CLIENT_ID')
  }
  const plain = serving(kept, {
    SYMBOLON_SIGN_IN_ISSUER: 'http://id.example',
    SYMBOLON_SIGN_IN_CLIENT_ID: 'x',
  })
  await expect(plain).rejects.toThrow('https://')
})
