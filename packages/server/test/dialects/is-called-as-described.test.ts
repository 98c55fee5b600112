import { inspect } from '@symbolon/token'
import { expect, test } from 'vitest'
import { exampleCallOf, operationsOf } from '../../src/pages/operations.ts'
import { dialectApp } from './fixture.ts'

test.each(['agora-token-service', 'agora-node-token-server'] as const)(
  'every example of a dialect is answered with a token, %s having /rtc',
  async (rtcPathDialect) => {
    const { app, lines } = await dialectApp({ rtcPathDialect })
    const theirs = operationsOf(app).filter(({ tags }) => tags?.includes('dialects'))
    expect(theirs.length).toBeGreaterThanOrEqual(9)
    for (const operation of theirs) {
      const url = exampleCallOf(operation) ?? operation.path
      const payload = Object.values(operation.requestBody?.content ?? {})[0]?.example as object
      const method = operation.method as 'GET'
      const answer = await app.inject({ method, url, payload })
      expect([url, answer.statusCode]).toEqual([url, 200])
      const tokens = answer.payload.match(/00[67][\w+/=]{60,}/g) ?? []
      expect(tokens.length).toBeGreaterThan(0)
      for (const token of tokens) expect(inspect(token).claims.appId).toMatch(/^970CA35/)
    }
    // none of them is called in a way that only works by grace
    expect(lines.filter(({ message }) => message !== 'issued')).toEqual([])
  },
)

test('the pages say how to call them', async () => {
  const { app } = await dialectApp()
  const home = (await app.inject('/')).payload
  expect(home).toContain('GET /rtcToken?channelName=…&amp;uid=…')
  expect(home).toContain('GET /rtc/{channel}/{role}/{kind}/{user}?expiry=…')
  expect(home).not.toContain('{*}')
  const docs = (await app.inject('/docs')).payload
  expect(docs).toContain('GET /rtcToken?channelName=lobby&amp;uid=7')
  expect(docs).toContain('&quot;tokenType&quot;:&quot;rtc&quot;')
  const ids = [...docs.matchAll(/<h3 id="([^"]*)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
