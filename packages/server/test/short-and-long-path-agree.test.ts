import { request } from 'node:http'
import { verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import type { RequestedService } from '../src/issue.ts'
import type { QuickFields } from '../src/observe/log.ts'
import { recordGrant } from '../src/record/record.ts'
import { key, now, project, start } from './fixture.ts'

interface Answer {
  readonly status: number | undefined
  /** names and values in turn, as sent */
  readonly headers: readonly string[]
  readonly body: string
}

type RtcWish = Extract<RequestedService, { readonly type: 'rtc' }>

/** Headers as sent, but for the date and the id, which differ from one answer to the next. */
function get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, async (response) => {
      let body = ''
      for await (const chunk of response.setEncoding('utf8')) body += chunk
      const kept = [...response.rawHeaders]
      for (const own of [/^date$/i, /^x-request-id$/i]) {
        kept[kept.findIndex((name) => own.test(name)) + 1] = '…'
      }
      resolve({ status: response.statusCode, headers: kept, body })
    })
    sent.on('error', reject).end()
  })
}

/** Two 007 tokens for the same wish differ in length. */
function unsized({ headers }: Answer): readonly string[] {
  const at = headers.findIndex((name) => /^content-length$/i.test(name))
  return headers.toSpliced(at + 1, 1)
}

const env = { APP_ID: project.appId, APP_CERTIFICATE: project.certificate }

test('a plain request and one that must be decoded get the same headers and the same kind of token', async () => {
  const { url } = await start(env, { tokenNow: () => now })
  // '%6C' is 'l': what must be decoded goes by the framework
  const answers = await Promise.all(
    ['lobby', '%6Cobby'].map((channel) => get(`${url}/rtcToken?channelName=${channel}&uid=7`)),
  )
  expect(answers[0]!.headers).toEqual(answers[1]!.headers)
  for (const { status, body } of answers) {
    expect(status).toBe(200)
    const { certificate, appId } = project
    const { key: token } = JSON.parse(body)
    const join = { certificate, appId, now, channel: 'lobby', uid: 7 }
    expect(verify(token, join)).toMatchObject({ proven: true, expiresAt: now + 3600 })
  }
})

test.each([
  '/rtcToken',
  '/rtcToken?',
  '/rtcToken?uid=7',
  '/rtcToken?channelName=',
  '/rtcToken?channelName=a&channelName=b',
  '/rtcToken?channelName=a&&uid=7',
  '/rtcToken?channelName=a&uid=',
  '/rtcToken?channelName=a+b',
  '/RTCTOKEN?channelName=a',
  '/rtcToken/?channelName=a',
  '/rtcToken?__proto__=x&channelName=a',
])('%s is answered as the framework answers it', async (path) => {
  const { url } = await start(env, { tokenNow: () => now })
  const short = await get(url + path)
  const long = await get(`${url}${path}${path.includes('?') ? '&' : '?'}x=%20`)
  expect(short.status).toBe(long.status)
  if (short.status !== 200) expect(short).toEqual(long)
})

test.each([
  ['/lobby/publisher/uid/7/', { uid: 7 }, 3600, true],
  ['/lobby/publisher/uid/7', { uid: 7 }, 3600, true],
  ['/lobby/subscriber/uid/0/?expiry=60', { uid: 9 }, 60, false],
  ['/lobby/audience/userAccount/ana/?expiry=0600', { account: 'ana' }, 600, false],
  ['/lobby/publisher/userAccount/7.x-_/', { account: '7.x-_' }, 3600, true],
  ['/lobby/publisher/uid/4294967295/', { uid: 4_294_967_295 }, 3600, true],
] as const)(
  '/rtc%s is answered with the same token as by the framework',
  async (path, who, seconds, publishes) => {
    const { url } = await start(env, { tokenNow: () => now })
    const answers = await Promise.all(
      ['lobby', '%6Cobby'].map((channel) => get(`${url}/rtc${path.replace('lobby', channel)}`)),
    )
    expect(unsized(answers[0]!)).toEqual(unsized(answers[1]!))
    for (const { status, body } of answers) {
      expect(status).toBe(200)
      const { certificate, appId } = project
      const join = { certificate, appId, now, channel: 'lobby', ...who }
      const { claims, expiresAt } = verify(JSON.parse(body).rtcToken, join)
      expect(expiresAt).toBe(now + seconds)
      expect(JSON.stringify(claims).includes('publishAudio')).toBe(publishes)
    }
  },
)

const odd = [
  '/lobby/publisher/uid/x/',
  '/lobby/publisher/uid/4294967296/',
  '/lobby/publisher/uid/-7/',
  '/lobby/publisher/uid//',
  '/lobby/publisher/uid',
  '/lobby/publisher/uid/7//',
  '/lobby/publisher/UID/7/',
  '/lobby/host/uid/7/',
  '/lobby/publisher/uid/7/?',
  '/lobby/publisher/uid/7/?expiry=',
  '/lobby/publisher/uid/7/?expiry=x',
  '/lobby/publisher/uid/7/?expiry=4294967296',
  '/lobby/publisher/uid/7/?expiry=60&expiry=70',
  `/${'a'.repeat(65)}/publisher/uid/7/`,
  `/lobby/publisher/userAccount/${'a'.repeat(255)}/`,
]

test.each(odd)('/rtc%s is answered as the framework answers it', async (path) => {
  const { url } = await start(env, { tokenNow: () => now })
  const short = await get(`${url}/rtc${path}`)
  const long = await get(`${url}/rtc${path}${path.includes('?') ? '&' : '?'}x=%20`)
  expect(short.status).toBe(long.status)
  if (short.status !== 200) expect(short).toEqual(long)
  else expect(unsized(short)).toEqual(unsized(long))
})

test('who names an origin is answered with it on /rtc too', async () => {
  const { url } = await start(env, { tokenNow: () => now })
  const { headers } = await get(`${url}/rtc/lobby/publisher/uid/7/`, {
    origin: 'https://a.example',
  })
  expect(headers).toContain('https://a.example')
})

test('/rtc asks for the key by the short path too', async () => {
  const { url } = await start({ ...env, SYMBOLON_API_KEY: key })
  const path = `${url}/rtc/lobby/publisher/uid/7/`
  const headers = { 'x-api-key': key }
  expect((await get(path, headers)).status).toBe(200)
  const refused = await get(path)
  expect(refused.status).toBe(401)
  expect(refused).toEqual(await get(`${path}?x=%20`))
})

test('the short path asks for the key too, in every place a key may stand', async () => {
  const { url } = await start({ ...env, SYMBOLON_API_KEY: key })
  const path = `${url}/rtcToken?channelName=lobby`
  expect((await get(path)).status).toBe(401)
  expect((await get(path, { authorization: `Bearer ${key}` })).status).toBe(
    (await get(`${path}&x=%20`, { authorization: `Bearer ${key}` })).status,
  )
  expect((await get(`${path}&key=${key}`)).status).toBe(200)
  expect((await get(`${path}&key=${key}x`)).status).toBe(401)
})

test('the line of a grant is the same by the short way and by JSON.stringify', () => {
  const grants: readonly Omit<RtcWish, 'type'>[] = [
    { channel: 'lobby', uid: '7', privileges: { joinChannel: 3600, publishAudio: 0 } },
    { channel: 'a"b\n\u2028', uid: '', privileges: { joinChannel: { at: 0 } } },
    { channel: 'é', uid: '"', privileges: {} },
    { channel: 'x', uid: '1', privileges: { 'a"b': 1 } },
  ]
  for (const [nth, service] of grants.entries()) {
    const written: QuickFields[] = []
    const take = (fields: unknown) => written.push(fields as QuickFields)
    const services = [{ type: 'rtc' as const, ...service }]
    const grant = {
      appId: project.appId,
      version: '007' as const,
      expiresInSeconds: 60,
      services,
      warnings: [],
      ...(nth % 2 === 0 ? { rules: ['calls', 'a"b'] } : {}),
    }
    recordGrant({ info: take, warn: take, error: take })({
      caller: { kind: 'anonymous', id: 'anonymous' },
      dialect: 'demo-server',
      request: { ...grant, dialect: 'demo-server', strict: false },
      grant,
      issuedAt: 1,
      expiresAt: 2,
      ...(nth < 2 ? { requestId: 'aB_c-1.z' } : {}),
    })
    expect(written[0]!.json()).toBe(JSON.stringify(written[0]!.data()))
    expect(written[0]!.data()).toHaveProperty('rules', grant.rules)
  }
})
