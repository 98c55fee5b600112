import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { keptProject, seconds, serving } from '../authority.ts'
import { start } from '../fixture.ts'

const key = 'a-key-of-sixteen-characters-or-more'
const env = {
  APP_ID: '970ca35de60c44645bbae8a215061b33',
  APP_CERTIFICATE: '5cfd2fd1755d40ecb72977518be15d3b',
  SYMBOLON_API_KEY: key,
  SYMBOLON_TRUST_PROXY: 'loopback',
  SYMBOLON_LIMIT_IP: '0',
}

interface Guesses {
  readonly url: string
  readonly from: string
  readonly path: (nth: number) => string
  readonly count: number
}

/** One after another on one connection, as fast as they are answered. @returns how often each status came */
function guess({ url, from, path, count }: Guesses): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const lines = Array.from({ length: count }, (_, nth) => {
      const last = nth === count - 1 ? 'Connection: close\r\n' : ''
      return `GET ${path(nth)} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${from}\r\n${last}\r\n`
    })
    let text = ''
    socket.setEncoding('latin1').on('data', (data) => {
      text += data
    })
    socket.on('error', reject).on('close', () => {
      const found: Record<string, number> = {}
      for (const [, status = ''] of text.matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        found[status] = (found[status] ?? 0) + 1
      }
      resolve(found)
    })
    socket.write(lines.join(''))
  })
}

const short = (nth: number) => `/rtcToken?channelName=a&key=a-guess-of-sixteen-${nth}`

test('of 10,000 guesses from one address hardly any is looked at, and others notice nothing', async () => {
  const clock = { at: seconds() }
  const options = { command: 'serve', systemNow: () => clock.at } as const
  const { url, log } = await start(env, options)
  const found = await guess({ url, from: '203.0.113.7', path: short, count: 10_000 })
  expect(found).toEqual({ 401: 20, 429: 9980 })

  const ask = (from: string, own = key) =>
    fetch(`${url}/rtcToken?channelName=a`, {
      headers: { 'x-api-key': own, 'x-forwarded-for': from },
    })
  expect((await ask('203.0.113.8')).status).toBe(200)
  // the right one is not told from the others either
  expect((await ask('203.0.113.7')).status).toBe(429)
  const refused = await ask('203.0.113.7', 'a-guess-of-sixteen')
  expect(refused.headers.get('ratelimit')).toBe('"failures";r=0;t=10')
  expect(await refused.text()).not.toContain('a-guess')
  clock.at += 10
  expect((await ask('203.0.113.7')).status).toBe(200)
  expect((await ask('203.0.113.7')).status).toBe(200)
  const warnings = log.lines.filter(({ message }) => message.includes('wrong keys'))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]!.fields).toEqual({ ip: '203.0.113.7' })
})

test('a right key between guesses buys no more of them', async () => {
  const { url } = await start(env, { command: 'serve', systemNow: () => 1_795_227_055 })
  const path = (nth: number) => (nth % 2 === 0 ? short(nth) : `/rtcToken?channelName=a&key=${key}`)
  const found = await guess({ url, from: '203.0.113.7', path, count: 200 })
  expect(found['401']).toBe(20)
})

test('who brings no key guesses nothing, and is told what is missing', async () => {
  const { url } = await start(env, { command: 'serve', systemNow: () => 1_795_227_055 })
  const path = () => '/rtcToken?channelName=a'
  const found = await guess({ url, from: '203.0.113.7', path, count: 100 })
  expect(found).toEqual({ 401: 100 })
})

test('keys of a database are guessed no faster, and not by the API of owners either', async () => {
  const kept = await keptProject()
  const good = await kept.keyFor()
  const { call, server } = await serving(kept, { SYMBOLON_TRUST_PROXY: 'loopback' }, 'serve')
  const path = (nth: number) => `/v1/projects?key=sym_${'0'.repeat(40)}${nth}`
  const found = await guess({ url: server.url, from: '203.0.113.7', path, count: 1000 })
  expect(found['401']).toBeLessThanOrEqual(21)
  const from = { 'x-forwarded-for': '203.0.113.7' }
  const refused = await call('GET /v1/projects', { key: good, headers: from })
  expect(refused.body.code).toBe('RATE_LIMITED')
  expect((await call('GET /v1/projects', { key: good })).status).toBe(200)
})
