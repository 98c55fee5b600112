import type { StartOptions } from '@symbolon/server'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { boundedFetch } from '../../src/users/bounded-fetch.ts'
import { keptProject, serving } from '../authority.ts'
import { Browser } from './browser.ts'
import { clientId, listening } from './identity-provider.ts'
import { person } from './people.ts'

const begin = '/v1/session/oidc'

/** An issuer whose answers the test makes, and a server where its subject 1 is the admin. */
async function falseIssuer(clock: Pick<StartOptions, 'systemNow'> = {}) {
  const kept = await keptProject()
  const { url: issuer, serve } = await listening()
  await person(kept, 'root', 'admin', { identity: { issuer, subject: '1' } })
  const env = { SYMBOLON_SIGN_IN_ISSUER: issuer, SYMBOLON_SIGN_IN_CLIENT_ID: clientId }
  const { server } = await serving(kept, env, 'dev', clock)
  const own = await generateKeyPair('RS256')
  const answers: Record<string, unknown> = {
    '/.well-known/openid-configuration': {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    },
    '/keys': {
      keys: [{ ...(await exportJWK(own.publicKey)), kid: '1', alg: 'RS256', use: 'sig' }],
    },
  }
  const counts = new Map<string, number>()
  const issuing = {
    issuer,
    server,
    answers,
    key: own.privateKey,
    asked: (path: string) => counts.get(path) ?? 0,
    refuses: undefined as object | undefined,
  }
  serve((request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    counts.set(path, issuing.asked(path) + 1)
    const answer = path === '/token' ? (issuing.refuses ?? answers[path]) : answers[path]
    if (answer instanceof URL) return void response.writeHead(302, { location: answer.href }).end()
    const status = answer === undefined ? 404 : answer === issuing.refuses ? 400 : 200
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  return issuing
}

type Issuer = Awaited<ReturnType<typeof falseIssuer>>

interface Lie {
  readonly claims?: JWTPayload
  readonly expiresIn?: number
  readonly state?: string
  readonly sign?: (payload: JWTPayload, issuer: Issuer) => Promise<string> | string
}

const signed = (payload: JWTPayload, key: Issuer['key']) =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: '1' }).sign(key)

/** Signs in, with an ID token as the issuer should give it but for a lie; what the browser is told. */
async function trial(own: Issuer, { claims, expiresIn = 60, state, sign }: Lie) {
  const browser = new Browser()
  const { headers, status } = await browser.step(own.server.url + begin)
  expect(status).toBe(302)
  const asked = new URL(headers.get('location')!).searchParams
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: own.issuer,
    sub: '1',
    aud: clientId,
    nonce: asked.get('nonce')!,
    iat: now,
    exp: now + expiresIn,
    ...claims,
  }
  const id_token = await (sign ?? ((one) => signed(one, own.key)))(payload, own)
  own.answers['/token'] = { access_token: 'x', token_type: 'bearer', id_token }
  const back = new URL(`${own.server.url}${begin}/callback`)
  back.searchParams.set('code', 'c')
  back.searchParams.set('state', state ?? asked.get('state')!)
  const answer = await browser.step(back.href)
  const session = browser.cookies.get('127.0.0.1')?.has('symbolon_session')
  return { status: answer.status, session }
}

test('the truth is believed', async () => {
  expect(await trial(await falseIssuer(), {})).toEqual({ status: 200, session: true })
})

const lies: Readonly<Record<string, Lie>> = {
  'signed by another key': {
    sign: async (payload) => signed(payload, (await generateKeyPair('RS256')).privateKey),
  },
  'not signed': { sign: (payload) => new UnsecuredJWT(payload).encode() },
  'signed with what everybody knows': {
    sign: (payload) =>
      new SignJWT(payload)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(clientId.repeat(8))),
  },
  'made for another client': { claims: { aud: 'another' } },
  'made for several, and for another in the first place': {
    claims: { aud: [clientId, 'another'], azp: 'another' },
  },
  'of another issuer': { claims: { iss: 'https://other.example' } },
  'of another sign-in': { claims: { nonce: 'another' } },
  'of no sign-in': { claims: { nonce: undefined } },
  over: { expiresIn: -3600 },
  'about nobody': { claims: { sub: undefined } },
  'no token at all': { sign: () => 'x.y.z' },
  'another state': { state: 'another' },
}

test.each(Object.entries(lies))('an ID token is not believed: %s', async (_name, lie) => {
  const { status, session } = await trial(await falseIssuer(), lie)
  expect(session).toBe(false)
  expect([401, 502]).toContain(status)
})

const discovery = '/.well-known/openid-configuration'

test('an issuer that does not answer as it should is said to be unavailable, and logged', async () => {
  const bad: readonly ((good: object) => unknown)[] = [
    () => undefined,
    () => 'no JSON',
    (good) => ({ ...good, issuer: 'https://other.example' }),
    (good) => ({ ...good, padding: 'x'.repeat(300_000) }),
  ]
  for (const answer of bad) {
    const own = await falseIssuer()
    own.answers[discovery] = answer(own.answers[discovery] as object)
    const { status, text } = await new Browser().step(own.server.url + begin)
    expect(status).toBe(502)
    expect(text).toContain('The issuer of identities cannot be asked')
    expect(JSON.stringify(own.server.log.lines)).toContain('SIGN_IN_UNAVAILABLE')
  }
})

test('an issuer that failed is asked again after ten seconds, once for all who wait', async () => {
  let now = Math.floor(Date.now() / 1000)
  const own = await falseIssuer({ systemNow: () => now })
  const good = own.answers[discovery]
  own.answers[discovery] = undefined
  const status = async () => (await new Browser().step(own.server.url + begin)).status
  expect(await Promise.all([status(), status(), status()])).toEqual([502, 502, 502])
  own.answers[discovery] = good
  now += 9
  expect(await status()).toBe(502)
  expect(own.asked(discovery)).toBe(1)
  now += 1
  expect(await Promise.all([status(), status()])).toEqual([302, 302])
  expect(own.asked(discovery)).toBe(2)
  now += 3599
  expect(await status()).toBe(302)
  expect(own.asked(discovery)).toBe(2)
})

test('answers come by TLS alone, or from this machine, and not from where they are sent on to', async () => {
  const plain = await falseIssuer()
  const good = plain.answers[discovery] as object
  const token_endpoint = 'http://192.0.2.1/token'
  plain.answers[discovery] = { ...good, token_endpoint }
  expect(await trial(plain, {})).toEqual({ status: 502, session: false })
  await expect(boundedFetch(token_endpoint, {})).rejects.toThrow('is not https')
  const sent = await falseIssuer()
  sent.answers['/elsewhere'] = sent.answers[discovery]
  sent.answers[discovery] = new URL('/elsewhere', sent.issuer)
  expect((await new Browser().step(sent.server.url + begin)).status).toBe(502)
  expect(sent.asked('/elsewhere')).toBe(0)
})

test('an authorization code that the issuer does not know proves nobody', async () => {
  const own = await falseIssuer()
  own.refuses = { error: 'invalid_grant' }
  expect(await trial(own, {})).toEqual({ status: 401, session: false })
  own.refuses = { error: 'invalid_client' }
  expect(await trial(own, {})).toEqual({ status: 502, session: false })
})
