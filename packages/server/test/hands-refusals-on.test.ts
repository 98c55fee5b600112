import { expect, test } from 'vitest'
import { dialects } from '../src/dialects/dialects.ts'
import { ServerError } from '../src/errors.ts'
import type { Gate } from '../src/http/gate.ts'
import type { Issue } from '../src/issue.ts'
import { testApp } from './fixture.ts'

/** Behind a real port: the short path stands before the framework. */
async function refusing(error: Error, options: { readonly gate?: Gate } = {}) {
  const asked: object[] = []
  const issue: Issue = async (_credentials, request) => {
    asked.push(request)
    throw error
  }
  const { app, lines } = await testApp({ dialects, issue, ...options })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const get = async (path: string) => {
    const answer = await fetch(url + path)
    const { date: _, 'x-request-id': __, ...headers } = Object.fromEntries(answer.headers)
    return { status: answer.status, headers, text: await answer.text() }
  }
  return { asked, lines, get }
}

const denied = new ServerError('POLICY_DENIED', 'No rule allows it.')

test.each([
  ['what policy denies', denied],
  ['what the server fails at', new Error('something went wrong')],
])('%s is judged once, and refused as by the long way', async (_what, error) => {
  const { asked, lines, get } = await refusing(error)
  const short = await get('/rtcToken?channelName=lobby&uid=7')
  expect(asked).toHaveLength(1)
  const long = await get('/rtcToken?channelName=%6Cobby&uid=7')
  expect(asked).toHaveLength(2)
  expect(asked[1]).toEqual(asked[0])
  expect(short).toEqual(long)
  expect(short.status).toBe(error === denied ? 403 : 500)
  expect(lines).toHaveLength(2)
})

test('what is refused of /rtc is judged once', async () => {
  const { asked, lines, get } = await refusing(denied)
  const short = await get('/rtc/lobby/publisher/uid/7/')
  expect(asked).toHaveLength(1)
  const long = await get('/rtc/%6Cobby/publisher/uid/7/')
  expect(asked[1]).toEqual(asked[0])
  expect(short).toEqual(long)
  expect(short.status).toBe(403)
  expect(lines).toHaveLength(2)
})

test('what does not pass the gate comes no further', async () => {
  const counted: string[] = []
  const refuse = (ip: string) => {
    counted.push(ip)
    return new ServerError('RATE_LIMITED', 'Too many requests.')
  }
  const gate = { ipOf: () => '203.0.113.7', refuse }
  const { asked, get } = await refusing(denied, { gate })
  const short = await get('/rtcToken?channelName=lobby')
  expect(counted).toEqual(['203.0.113.7'])
  const long = await get('/rtcToken?channelName=%6Cobby')
  expect(counted).toHaveLength(2)
  expect(short).toEqual(long)
  expect(short.status).toBe(429)
  expect(asked).toEqual([])
})
