import { join } from 'node:path'
import { inspect, verify } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { openAuthority } from '../src/authority.ts'
import { primaryOf, secondaryOf } from '../src/projects/registered-project.ts'
import { acting } from './acting.ts'
import { start, temporaryFolder } from './fixture.ts'
import { openToAll } from './policy/open-to-all.ts'

const at = Math.floor(Date.now() / 1000)
const appId = '970ca35de60c44645bbae8a215061b33'
const certificate = '5cfd2fd1755d40ecb72977518be15d3b'

async function authorityIn(dataDir: string) {
  const keys = { masterKey: undefined, dataDir }
  const authority = await openAuthority(join(dataDir, 'symbolon.db'), keys)
  onTestFinished(() => authority.close())
  return authority
}

/** An imported project, open to every caller. */
async function shopIn(dataDir: string) {
  const { console, store } = await authorityIn(dataDir)
  await console.create({ name: 'Shop', appId, certificate }, acting(at))
  await openToAll(store, appId)
  return console
}

async function serving(dataDir: string, env: Record<string, string> = {}) {
  const server = await start({ SYMBOLON_DATA_DIR: dataDir, ...env })
  const post = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    // biome-ignore lint/suspicious/noExplicitAny: a reply that a test looks into
    return { status: reply.status, body: (await reply.json()) as any }
  }
  const issue = (more: object = {}) =>
    post('/v1/tokens', { rtc: { channel: 'lobby', uid: 7 }, ...more })
  return { ...server, post, issue }
}

test('tokens are for the first project, or the one that is named, in any letter case', async () => {
  const dataDir = temporaryFolder()
  const console = await shopIn(dataDir)
  const { project: other } = await console.create({ name: 'Other' }, acting(at))
  const { issue, banner } = await serving(dataDir)
  expect(banner).toContain(appId)
  const { body } = await issue()
  expect(() => verify(body.token, { appId, certificate, now: at })).not.toThrow()
  const named = await issue({ appId: other.appId.toUpperCase() })
  expect(inspect(named.body.token).claims).toMatchObject({ appId: other.appId })
  expect(await issue({ appId: 'f'.repeat(32) })).toMatchObject({
    status: 404,
    body: { code: 'PROJECT_UNKNOWN' },
  })
})

test('a swap, a disabled project, a new one: what is changed elsewhere counts a second later', async () => {
  const dataDir = temporaryFolder()
  const console = await shopIn(dataDir)
  const { issue, post } = await serving(dataDir)
  await console.addSecondary(appId, undefined, acting(at))
  const { project } = await console.swap(appId, acting(at))
  const active = await console.reveal(appId, primaryOf(project)!.id, acting(at))
  const signs = async () => {
    const { token } = (await issue()).body
    try {
      verify(token, { appId, certificate: active, now: at })
      return true
    } catch {
      return false
    }
  }
  await expect.poll(signs).toBe(true)
  const draining = (await import('@symbolon/token')).mint(
    {
      version: '007',
      appId,
      issuedAt: at,
      expiresInSeconds: 600,
      services: [{ type: 'rtc', channel: 'lobby', uid: '7', privileges: { joinChannel: 600 } }],
    },
    certificate,
  )
  const asked = { token: draining, channel: 'lobby', uid: 7 }
  expect((await post('/v1/tokens/explain', asked)).body).toMatchObject({ accepted: true })
  await console.switchSecondary(appId, false, acting(at))
  await console.deleteCertificate(
    appId,
    { id: secondaryOf(project)!.id, reason: 'a test' },
    acting(at),
  )
  const accepted = async () => (await post('/v1/tokens/explain', asked)).body.accepted
  await expect.poll(accepted).toBe(false)
  await console.setEnabled(appId, false, acting(at))
  const codes = async () => (await issue()).body.code
  await expect.poll(codes).toBe('PROJECT_DISABLED')
})

test('a project with the App ID alone signs nothing', async () => {
  const dataDir = temporaryFolder()
  const { console } = await authorityIn(dataDir)
  await console.create({ name: 'Old', appIdOnly: true }, acting(at))
  const { issue } = await serving(dataDir)
  expect(await issue()).toMatchObject({
    status: 409,
    body: { code: 'CERTIFICATE_PRIMARY_MISSING' },
  })
})

test('credentials of the environment need no database, and none is made', async () => {
  const dataDir = temporaryFolder()
  const env = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate }
  const { issue } = await serving(dataDir, env)
  expect((await issue()).status).toBe(201)
  const { existsSync } = await import('node:fs')
  expect(existsSync(join(dataDir, 'symbolon.db'))).toBe(false)
})

test('a database and credentials contradict each other', async () => {
  const dataDir = temporaryFolder()
  const database = join(dataDir, 'own.db')
  const env = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate }
  const both = serving(dataDir, { ...env, SYMBOLON_DATABASE: database })
  await expect(both).rejects.toThrow('SYMBOLON_DATABASE and AGORA_APP_ID contradict')
  const unknown = serving(dataDir, { SYMBOLON_DATABASE: 'mysql://root:hunter22@host/db' })
  await expect(unknown).rejects.toThrow('postgres://')
  await expect(unknown).rejects.not.toThrow('hunter22')
})
