import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenSource, type TokenSourceOptions } from '@symbolon/client'
import { startServer } from '@symbolon/server'
import { verify } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'

/** The public sample values of the official test vectors. */
const appId = '970CA35de60c44645bbae8a215061b33'
const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

/** The real server, on a free port. */
async function start(env: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-client-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const silent = () => undefined
  const { url, close } = await startServer({
    command: 'dev',
    lan: false,
    env: {
      PORT: '0',
      SYMBOLON_DATA_DIR: folder,
      SYMBOLON_DRAIN_SECONDS: '0',
      AGORA_APP_ID: appId,
      AGORA_APP_CERTIFICATE: certificate,
      ...env,
    },
    cwd: folder,
    log: { info: silent, warn: silent, error: silent, close: silent },
  })
  onTestFinished(() => close(0.2))
  return url
}

function open(options: Partial<TokenSourceOptions>) {
  const source = createTokenSource({
    channel: 'my room',
    subject: { uid: 7 },
    ...options,
  } as TokenSourceOptions)
  source.on('refused', () => undefined) // told by `get` too
  onTestFinished(() => source.close())
  return source
}

const day = 86_400
type Life = (asked: number | undefined) => number
const asked: Life = (seconds) => seconds ?? 3600
const hour: Life = () => 3600

/** path → what it can make, and the life of its tokens */
const servers: readonly (readonly [string, 'rtc' | 'rtm' | 'chat', '006' | '007', Life])[] = [
  ['/v1/tokens', 'rtc', '007', asked],
  ['/v1/tokens', 'rtm', '007', asked],
  ['/v1/tokens', 'chat', '007', asked],
  ['/rtcToken', 'rtc', '006', hour],
  ['/rtmToken', 'rtm', '006', hour],
  ['/access_token', 'rtc', '006', (seconds) => seconds ?? day],
  ['/rtc', 'rtc', '007', asked],
  ['/rtc/', 'rtc', '007', asked],
  ['/rtm', 'rtm', '007', asked],
  ['/rte', 'rtc', '007', asked],
  ['/rte', 'rtm', '007', asked],
  ['/chat', 'chat', '007', asked],
  ['/getToken', 'rtc', '007', asked],
  ['/getToken', 'rtm', '007', asked],
  ['/getToken', 'chat', '007', asked],
  ['/token/generate', 'rtc', '007', asked],
  ['/token/generate', 'rtm', '007', asked],
  ['/token/generate', 'chat', '007', asked],
  ['/token/generate?tokenType=user', 'chat', '007', asked],
  ['/fetch_rtc_token', 'rtc', '007', hour],
  ['/fetch_rtm_token', 'rtm', '007', hour],
]

test('every path gives a token that verifies for channel, user and service, and its life is known', async () => {
  const origin = await start()
  for (const [path, service, version, life] of servers) {
    for (const expiresInSeconds of [undefined, 600]) {
      const source = open({
        url: origin + path,
        services: [service],
        ...(expiresInSeconds && { expiresInSeconds }),
      })
      const { token, issuedAt, expiresAt, renewAt } = await source.get()
      const now = Math.floor(Date.now() / 1000)
      const where = `${path} ${service}`
      const expected = { appId, certificate, now, service, ...wanted(service) }
      expect(verify(token, expected).claims.version, where).toBe(version)
      expect(Math.abs(issuedAt - now), where).toBeLessThanOrEqual(2)
      expect(expiresAt - issuedAt, where).toBe(life(expiresInSeconds))
      expect(renewAt, where).toBeGreaterThan(issuedAt)
      expect(renewAt, where).toBeLessThan(expiresAt)
    }
  }
})

function wanted(service: 'rtc' | 'rtm' | 'chat') {
  return service === 'rtc' ? { channel: 'my room', uid: 7 } : { account: '7' }
}

test('accounts, and any user', async () => {
  const origin = await start()
  for (const path of [
    '/v1/tokens',
    '/rtcToken',
    '/access_token',
    '/rtc',
    '/getToken',
    '/token/generate',
  ]) {
    const now = () => Math.floor(Date.now() / 1000)
    const base = { appId, certificate, channel: 'my room', service: 'rtc' as const }
    const account = 'al?ice & co'
    const named = await open({ url: origin + path, subject: { account } }).get()
    expect(verify(named.token, { ...base, account, now: now() }).claims, path).toBeDefined()
    const any = await open({ url: origin + path, subject: { anyUid: true } }).get()
    expect(verify(any.token, { ...base, uid: 123, now: now() }).claims, path).toBeDefined()
  }
})

test('Agora-Node-TokenServer on the same paths', async () => {
  const origin = await start({ SYMBOLON_RTC_PATH_DIALECT: 'agora-node-token-server' })
  for (const [path, service] of [
    ['/rtc', 'rtc'],
    ['/rte', 'rtc'],
    ['/rtm', 'rtm'],
  ] as const) {
    for (const role of ['publisher', 'subscriber'] as const) {
      const { token } = await open({ url: origin + path, services: [service], role }).get()
      expect(token, path).toMatch(/^006/)
    }
  }
})

test('the faithful faults of the originals do not keep tokens from coming', async () => {
  const all = 'demo-server,token-server-nodejs,agora-token-service,agoracn-token,fetch-token'
  const origin = await start({ SYMBOLON_DIALECT_STRICT: all })
  for (const [path, service] of servers) {
    const { token } = await open({ url: origin + path, services: [service] }).get()
    expect(token, path).toMatch(/^00[67]/)
  }
})

test('a subscriber gets no privilege to publish', async () => {
  const origin = await start()
  for (const path of ['/v1/tokens', '/rtc', '/getToken', '/token/generate', '/fetch_rtc_token']) {
    const { token } = await open({ url: origin + path, role: 'subscriber' }).get()
    const now = Math.floor(Date.now() / 1000)
    const { claims } = verify(token, { appId, certificate, channel: 'my room', uid: 7, now })
    const [service] = claims.version === '007' ? claims.services : []
    expect(Object.keys(service!.privileges), path).toEqual(['joinChannel'])
  }
})

test('a missing key is a refusal everywhere, with a code where the server gives one', async () => {
  const key = 'a-key-of-sixteen-characters-or-more'
  const origin = await start({ SYMBOLON_API_KEY: key })
  for (const [path, service] of servers) {
    const refused = open({ url: origin + path, services: [service] }).get()
    await expect(refused, path).rejects.toMatchObject({ code: 'TOKEN_REFUSED', status: 401 })
    const headers = { authorization: `Bearer ${key}` }
    await open({ url: origin + path, services: [service], headers }).get()
  }
  await expect(open({ url: `${origin}/v1/tokens` }).get()).rejects.toMatchObject({
    serverCode: 'CALLER_UNAUTHENTICATED',
  })
})

test('a request that the server can make nothing of is final', async () => {
  const origin = await start()
  const refused = open({ url: `${origin}/v1/tokens`, channel: 'no\nname' }).get()
  await expect(refused).rejects.toMatchObject({
    code: 'TOKEN_REQUEST_INVALID',
    status: 422,
    serverCode: 'REQUEST_INVALID',
  })
  const account = open({ url: `${origin}/fetch_rtc_token`, subject: { account: 'alice' } }).get()
  await expect(account).rejects.toMatchObject({ code: 'TOKEN_REQUEST_INVALID' })
})

test.each([
  [{ url: 'https://tokens.example/other' }, 'no known token server'],
  [{ url: 'https://tokens.example/rtmToken', services: ['rtc'] }, 'no tokens for rtc'],
  [{ url: 'https://tokens.example/rtc', channel: '' }, 'channel'],
  [{ url: 'https://tokens.example/rtm', subject: { anyUid: true } }, 'one user'],
  [{ url: 'https://tokens.example/rtc', subject: { uid: -1 } }, '4294967295'],
  [{ url: 'https://tokens.example/rtc', subject: { uid: 1.5 } }, '4294967295'],
  [{ url: 'https://tokens.example/v1/tokens', services: [] }, 'services is empty'],
  [{ url: 'https://tokens.example/v1/tokens', timeoutSeconds: 0 }, 'above 0'],
] as const)(
  'options that can give no token are refused when they are given: %j',
  (options, text) => {
    expect(() => open(options as never)).toThrow(text)
  },
)

test('a version is asked for where one can be', async () => {
  const origin = await start()
  const { token } = await open({ url: `${origin}/v1/tokens`, version: '006' }).get()
  expect(token).toMatch(/^006/)
  const other = open({ url: `${origin}/rtcToken`, version: '007' }).get()
  await expect(other).rejects.toMatchObject({ code: 'TOKEN_REQUEST_INVALID' })
})
