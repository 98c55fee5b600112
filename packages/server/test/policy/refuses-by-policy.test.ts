import { join } from 'node:path'
import { type Claims007, inspect } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { openAuthority } from '../../src/authority.ts'
import { readPolicy } from '../../src/policies/read-policy.ts'
import { acting } from '../acting.ts'
import { start, temporaryFolder } from '../fixture.ts'

const at = 1_800_000_000
const appId = '970ca35de60c44645bbae8a215061b33'
const certificate = '5cfd2fd1755d40ecb72977518be15d3b'
const apiKey = 'a-key-of-sixteen-characters-or-more'

async function serving(env: Record<string, string> = { SYMBOLON_API_KEY: apiKey }) {
  const dataDir = temporaryFolder()
  const keys = { masterKey: undefined, dataDir }
  const { store, console, close } = await openAuthority(join(dataDir, 'symbolon.db'), keys)
  onTestFinished(() => close())
  await console.create({ name: 'Shop', appId, certificate }, acting(at))
  const set = async (...rules: readonly object[]) => {
    const policy = readPolicy({ rules })
    await store.setPolicy({ appId, policy }, acting(at))
  }
  const run = async () => {
    const { url, banner } = await start({ SYMBOLON_DATA_DIR: dataDir, ...env })
    const get = (path: string) => fetch(`${url}${path}`, { headers: { 'x-api-key': apiKey } })
    const issue = async (rtc: object, more: object = {}) => {
      const reply = await fetch(`${url}/v1/tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': apiKey },
        body: JSON.stringify({ rtc, ...more }),
      })
      return {
        status: reply.status,
        type: reply.headers.get('content-type'),
        // biome-ignore lint/suspicious/noExplicitAny: a reply that a test looks into
        body: (await reply.json()) as any,
      }
    }
    return { banner, issue, get }
  }
  return { set, run, console }
}

const own = { channel: 'room-1', uid: 7 }

test('an imported project gives nobody anything until it has a policy, and says so everywhere', async () => {
  const { set, run } = await serving()
  const { issue, banner } = await run()
  expect(banner).toContain('has no policy yet')
  const refused = await issue(own)
  expect(refused).toMatchObject({
    status: 403,
    type: expect.stringContaining('application/problem+json'),
    body: {
      type: '/docs/errors#POLICY_DENIED',
      code: 'POLICY_DENIED',
      detail: expect.stringContaining('symbolon policy set @policy.json'),
      errors: [{ pointer: '#/rtc', code: 'POLICY_MISSING' }],
    },
  })
  await set({ name: 'calls', effect: 'allow' })
  const status = async () => (await issue(own)).status
  await expect.poll(status).toBe(201)
})

test('a local project without a policy is open, and closed by one', async () => {
  const dataDir = temporaryFolder()
  const keys = { masterKey: undefined, dataDir }
  const { store, console, close } = await openAuthority(join(dataDir, 'symbolon.db'), keys)
  onTestFinished(() => close())
  const { project } = await console.create({ name: 'Mine' }, acting(at))
  const { url, banner } = await start({ SYMBOLON_DATA_DIR: dataDir })
  expect(banner).not.toContain('policy')
  const status = async () => (await fetch(`${url}/rtcToken?channelName=lobby`)).status
  expect(await status()).toBe(200)
  await store.setPolicy({ appId: project.appId, policy: { rules: [] } }, acting(at))
  await expect.poll(status).toBe(403)
})

test('what a rule allows is issued, as long as it allows, and the rest is refused with a hint', async () => {
  const { set, run } = await serving()
  await set(
    { name: 'closed', effect: 'deny', channel: 'room-9' },
    { name: 'rooms', effect: 'allow', channel: 'room-*', maxSeconds: 600 },
  )
  const { issue } = await run()
  const { body } = await issue(own, { expiresInSeconds: 3600 })
  expect(body.expiresAt - body.issuedAt).toBe(600)
  expect(body.warnings).toMatchObject([{ code: 'EXPIRY_CAPPED' }])
  const code = async (rtc: object) => {
    const { errors, detail } = (await issue(rtc)).body
    return [errors[0].code, detail]
  }
  expect(await code({ channel: 'room-9', uid: 7 })).toEqual([
    'RULE_DENIES',
    expect.stringContaining('"closed"'),
  ])
  expect(await code({ channel: 'x', uid: 7 })).toEqual([
    'NO_RULE_ALLOWS',
    expect.stringContaining('rtc'),
  ])
  expect(await code({ channel: 'room-1', anyUid: true })).toEqual([
    'UNBOUND_PUBLISH',
    expect.stringContaining('"rooms"'),
  ])
  // the pattern would reach into the closed room
  expect(await code({ channel: 'room-*', uid: 7 })).toEqual(['RULE_DENIES', expect.anything()])
  expect(await code({ channel: 'room-1*', uid: 7 })).toEqual([
    'WILDCARD_PUBLISH',
    expect.stringContaining('subscriber'),
  ])
  expect((await issue({ channel: 'room-1*', uid: 7, role: 'subscriber' })).status).toBe(201)
  expect((await issue({ channel: 'room-1', anyUid: true, role: 'subscriber' })).status).toBe(201)
})

test('a cap takes privileges away and says which', async () => {
  const { set, run } = await serving()
  const cap = { name: 'quiet', effect: 'cap', channel: 'hall-*', role: 'subscriber' }
  await set({ name: 'all', effect: 'allow' }, cap)
  const { issue } = await run()
  const { body } = await issue({ channel: 'hall-1', uid: 7 })
  const [service] = (inspect(body.token).claims as Claims007).services
  expect(Object.keys(service!.privileges)).toEqual(['joinChannel'])
  expect(body.warnings).toMatchObject([
    {
      code: 'POLICY_CAPPED',
      message: expect.stringContaining(
        'publishAudio, publishVideo, publishData taken away by "quiet"',
      ),
    },
  ])
})

test('a request gets all of its services or none; more than a seat in a call has to be named', async () => {
  const { set, run } = await serving()
  await set({ name: 'calls', effect: 'allow' })
  const { issue } = await run()
  const both = await issue(own, { chat: { app: true }, stt: true })
  expect(both.body.errors).toMatchObject([
    { pointer: '#/chat', code: 'NO_RULE_ALLOWS' },
    { pointer: '#/stt', code: 'NO_RULE_ALLOWS' },
  ])
  await set(
    { name: 'calls', effect: 'allow' },
    { name: 'app', effect: 'allow', services: ['chat', 'stt'], privileges: ['app'] },
  )
  const again = async () => (await issue(own, { chat: { app: true }, stt: true })).status
  await expect.poll(again).toBe(201)
})

test('callers without a key are allowed only what a rule gives to the anonymous', async () => {
  const { set, run } = await serving({})
  await set(
    { name: 'all', effect: 'allow' },
    { name: 'lobby', effect: 'allow', caller: { kind: 'anonymous' }, channel: 'lobby' },
  )
  const { issue } = await run()
  expect((await issue({ channel: 'lobby', uid: 7 })).status).toBe(201)
  expect((await issue(own)).body.detail).toContain('"kind": "anonymous"')
})

test('dialects are refused in their own shape, and capped though their originals were not', async () => {
  const { set, run } = await serving()
  await set({ name: 'rooms', effect: 'allow', channel: 'room-*', maxSeconds: 600 })
  const { get } = await run()
  const denied = await get('/rtc/x/publisher/uid/7/')
  expect(denied.status).toBe(403)
  expect(await denied.json()).toMatchObject({
    error: expect.stringContaining('No rule of the policy'),
  })
  const { rtcToken } = (await (await get('/rtc/room-1/publisher/uid/7/?expiry=200000')).json()) as {
    rtcToken: string
  }
  expect(inspect(rtcToken).claims).toMatchObject({ expiresInSeconds: 600 })
  expect((await get('/rtcToken?channelName=x&uid=7')).status).toBe(403)
})
