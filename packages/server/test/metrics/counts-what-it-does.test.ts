import { expect, test } from 'vitest'
import type { Rule } from '../../src/policies/policy.ts'
import { acting } from '../acting.ts'
import { appId, keptProject, seconds, serving } from '../authority.ts'
import { key, start } from '../fixture.ts'
import { samples } from './reading.ts'

const env = {
  APP_ID: '970ca35de60c44645bbae8a215061b33',
  APP_CERTIFICATE: '5cfd2fd1755d40ecb72977518be15d3b',
  SYMBOLON_API_KEY: key,
  SYMBOLON_METRICS_PORT: '0',
}

async function scrape(url: string | undefined): Promise<string> {
  return await (await fetch(url!)).text()
}

test('answers are timed by route, method and status; the route is never what was asked for', async () => {
  const { url, metricsUrl } = await start(env)
  const headers = { 'x-api-key': key }
  const paths = [
    '/rtcToken?channelName=secret-channel&uid=4711',
    '/rtcToken?channelName=%73ecret-channel&uid=4711',
    '/rtc/secret-channel/publisher/uid/4711/',
    '/nowhere/secret-channel',
  ]
  for (const path of paths) await fetch(url + path, { headers })
  await fetch(`${url}/rtcToken?channelName=secret-channel`)
  await fetch(`${url}/rtcToken`, { method: 'PROPFIND' })
  const text = await scrape(metricsUrl)
  const name = 'http_server_request_duration_seconds_count'
  const labels = (route: string, method: string, status: number) =>
    `${name}{http_route="${route}",http_request_method="${method}",http_response_status_code="${status}"}`
  expect(samples(text, name)).toEqual({
    [labels('/rtcToken', 'GET', 200)]: 2,
    [labels('/rtcToken', 'GET', 401)]: 1,
    [labels('/rtc/*', 'GET', 200)]: 1,
    [labels('none', 'GET', 404)]: 1,
    [labels('none', '_OTHER', 404)]: 1,
  })
  expect(text).not.toMatch(/secret-channel|4711|127\.0\.0\.1|nowhere/)
})

test('tokens are counted by project, service and role, refusals by project and reason', async () => {
  const kept = await keptProject()
  const rules: Rule[] = [
    { name: 'lobby', effect: 'allow', channel: 'lobby' },
    { name: 'no rtm', effect: 'deny', services: ['rtm'] },
  ]
  await kept.authority.store.setPolicy({ appId, policy: { rules } }, acting(seconds()))
  const good = await kept.keyFor()
  const narrow = await kept.keyFor('projects:read')
  const { call, server } = await serving(kept, { SYMBOLON_METRICS_PORT: '0' }, 'serve')
  const ask = (body: object, own = good) => call('POST /v1/tokens', { key: own, body })
  await ask({ rtc: { channel: 'lobby', uid: 7 } })
  await ask({ rtc: { channel: 'lobby', uid: 7, role: 'subscriber' } })
  await ask({ rtc: { channel: 'elsewhere', uid: 7 } })
  await ask({ rtm: { userId: 'alice' } })
  await ask({ appId: '0'.repeat(32), rtc: { channel: 'lobby', uid: 7 } })
  await ask({ rtc: { channel: 'lobby', uid: 7 } }, `${good}x`)
  await ask({ rtc: { channel: 'lobby', uid: 7 } }, narrow)
  const text = await scrape(server.metricsUrl)
  const issued = (role: string) =>
    `symbolon_tokens_issued_total{project="${appId}",service="rtc",role="${role}"}`
  expect(samples(text, 'symbolon_tokens_issued_total')).toEqual({
    [issued('publisher')]: 1,
    [issued('subscriber')]: 1,
  })
  const denied = (project: string, reason: string) =>
    `symbolon_token_denials_total{project="${project}",reason="${reason}"}`
  expect(samples(text, 'symbolon_token_denials_total')).toEqual({
    [denied(appId, 'NO_RULE_ALLOWS')]: 1,
    [denied(appId, 'RULE_DENIES')]: 1,
    [denied('', 'PROJECT_UNKNOWN')]: 1,
    [denied('', 'CALLER_UNAUTHENTICATED')]: 1,
    [denied('', 'SCOPE_MISSING')]: 1,
  })
  expect(samples(text, 'symbolon_policy_eval_duration_seconds_count')).toEqual({
    symbolon_policy_eval_duration_seconds_count: 5,
  })
  const live = samples(text, 'symbolon_live_grants')
  expect(live).toEqual({ [`symbolon_live_grants{project="${appId}"}`]: 2 })
})

test('who was refused for asking too often is counted by what was limited', async () => {
  const { url, metricsUrl } = await start({
    ...env,
    SYMBOLON_LIMIT_IP: '1/h burst 6',
    SYMBOLON_LIMIT_CALLER: '1/h burst 1',
    SYMBOLON_LIMIT_FAILURES: '1/h burst 1',
  })
  const ask = (path: string, own: string) => fetch(url + path, { headers: { 'x-api-key': own } })
  const path = '/rtcToken?channelName=a'
  await ask(path, key)
  await ask(path, key)
  await ask(`${path}&x=%20`, key)
  await ask(path, 'wrong')
  await ask(path, 'wrong')
  await ask(path, key)
  await ask(path, key)
  await ask('/docs', key)
  expect(samples(await scrape(metricsUrl), 'symbolon_rate_limited_total')).toEqual({
    'symbolon_rate_limited_total{scope="caller"}': 2,
    'symbolon_rate_limited_total{scope="failures"}': 2,
    'symbolon_rate_limited_total{scope="ip"}': 2,
  })
})

test('what runs is told, and how its process is', async () => {
  const { metricsUrl } = await start(env)
  const text = await scrape(metricsUrl)
  expect(text).toMatch(/^symbolon_build_info\{version="\d+\.\d+\.\d+",node="v\d+\.\d+\.\d+"\} 1$/m)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  expect(text).toMatch(/^process_resident_memory_bytes /m)
})
