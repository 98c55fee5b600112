import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Authority, ownAuthority } from '@symbolon/server/project'
import { afterAll, beforeAll, expect } from 'vitest'
import { openSdkPage } from './emulator/support/browser.ts'
import { SdkClient } from './emulator/support/client.ts'
import { chromiumTest, missingChromium } from './support/chromium.ts'
import { type Dev, startDevIn } from './support/dev.ts'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-kick-'))
const linked = 'b70ca35de60c44645bbae8a215061b33'
let authority: Authority
let appId: string
let key: string
let dev: Dev
let opened: Awaited<ReturnType<typeof openSdkPage>>

beforeAll(async () => {
  if (missingChromium !== undefined) return
  authority = await ownAuthority({ env: { SYMBOLON_DATA_DIR: folder }, cwd: folder })
  const act = { by: { kind: 'owner', id: 'ana' }, at: Math.floor(Date.now() / 1000) } as const
  const { console, keys } = authority
  appId = (await console.create({ name: 'My app' }, act)).project.appId
  await console.create({ name: 'Shop', appId: linked, certificate: linked }, act)
  const scopes = ['bans:read', 'bans:write'] as const
  key = (await keys.create({ name: 'moderation', scopes }, act)).text
  dev = await startDevIn(folder)
  opened = await openSdkPage()
})

afterAll(async () => {
  await opened?.close()
  await authority?.close()
  await dev?.close()
})

/** Somebody with the unmodified SDK. */
function someone(): Promise<SdkClient> {
  const proxy = Number(new URL(dev.emulator).port)
  return SdkClient.create(opened.page, { proxy }, { role: 'host' })
}

interface Answer {
  readonly token: string
  readonly code?: string
  readonly ban: { readonly id: string }
  readonly bans: readonly { readonly platform: { readonly state: string } }[]
  readonly notes: readonly string[]
}

/** `line` is a method and a path of the server. */
async function call(line: string, body?: object): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ')
  const bans = path.includes('/bans')
  const reply = await fetch(dev.server + path, {
    method,
    headers: {
      ...(bans && { authorization: `Bearer ${key}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await reply.json()) as Answer
}

const issue = (uid: number) => call('POST /v1/tokens', { appId, rtc: { channel: 'lobby', uid } })

/** How far the emulator is with the last ban of a project. */
async function platformState(id: string): Promise<string | undefined> {
  return (await call(`GET /v1/projects/${id}/bans?all=true`)).bans[0]?.platform.state
}

const soon = { timeout: 20_000, interval: 250 }
const banned = ['connection-state-change', 'DISCONNECTED', undefined, 'UID_BANNED'] as const

chromiumTest('who is kicked is put out and stays out, until the ban is lifted', async () => {
  const bans = `/v1/projects/${appId}/bans`
  const [client, other] = [await someone(), await someone()]
  const { token } = await issue(7)
  const place = { appId, channel: 'lobby' }
  expect(await client.join({ ...place, token, uid: 7 })).toEqual({ value: 7 })
  expect(await other.join({ ...place, token: (await issue(8)).token, uid: 8 })).toEqual({
    value: 8,
  })

  const { ban, notes } = await call(`POST ${bans}`, { uid: 7, channel: 'lobby', reason: 'spam' })
  expect(notes[0]).toContain('The platform is told at once')
  await client.hears(...banned)
  await other.hears('user-left', 7)
  await expect.poll(() => platformState(appId), soon).toBe('applied')

  await client.join({ ...place, token, uid: 7 }) // the old token: in for a moment, as on the platform
  await client.hears(...banned)
  expect((await issue(7)).code).toBe('SUBJECT_BANNED')
  expect((await issue(0)).code).toBe('SUBJECT_BANNED')
  expect((await other.call('leave')).error).toBeUndefined()

  await call(`DELETE ${bans}/${ban.id}`)
  await expect.poll(() => platformState(appId), soon).toBe('lifted')
  expect(await client.join({ ...place, token, uid: 7 })).toEqual({ value: 7 })
  await client.call('leave')
  const { token: another } = await issue(7)
  expect(await client.join({ ...place, token: another, uid: 7 })).toEqual({ value: 7 })
  await client.call('leave')
})

chromiumTest('beside the emulator, bans of a linked project go to it as well', async () => {
  await call(`POST /v1/projects/${linked}/bans`, { uid: 7 })
  await expect.poll(() => platformState(linked), soon).toBe('applied')
  expect(dev.banner).toContain('as customer') // its secret was handed over within the process
})
