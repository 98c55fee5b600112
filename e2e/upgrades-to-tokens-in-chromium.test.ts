import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Authority, ownAuthority, primaryOf, secondaryOf } from '@symbolon/server/project'
import { explain } from '@symbolon/token'
import { afterAll, beforeAll, expect } from 'vitest'
import { openSdkPage } from './emulator/support/browser.ts'
import { SdkClient } from './emulator/support/client.ts'
import { chromiumTest, missingChromium } from './support/chromium.ts'
import { type Dev, startDevIn } from './support/dev.ts'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-upgrade-'))
let authority: Authority
let appId: string
let dev: Dev
let opened: Awaited<ReturnType<typeof openSdkPage>>

beforeAll(async () => {
  if (missingChromium !== undefined) return
  authority = await ownAuthority({ env: { SYMBOLON_DATA_DIR: folder }, cwd: folder })
  const at = Math.floor(Date.now() / 1000)
  const { project } = await authority.console.create({ name: 'Old app', appIdOnly: true }, by(at))
  appId = project.appId
  dev = await startDevIn(folder)
  opened = await openSdkPage()
})

afterAll(async () => {
  await opened?.close()
  await authority?.close()
  await dev?.close()
})

const by = (at: number) => ({ by: { kind: 'owner', id: 'ana' }, at }) as const

/** What comes of a join with the unmodified SDK: in, or the error's text. */
async function joins(token: string | null): Promise<string> {
  const proxy = Number(new URL(dev.emulator).port)
  const client = await SdkClient.create(opened.page, { proxy }, { role: 'host' })
  const { value, error } = await client.join({ appId, channel: 'lobby', token, uid: 7 })
  if (error !== undefined) return error.message
  await client.call('leave')
  return value === 7 ? 'in' : `in as ${value}`
}

/** A token of the server, for the same channel and uid. */
async function issued(): Promise<{ readonly token?: string; readonly code?: string }> {
  const reply = await fetch(`${dev.server}/v1/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rtc: { channel: 'lobby', uid: 7 } }),
  })
  return (await reply.json()) as { token?: string; code?: string }
}

const soon = { timeout: 20_000, interval: 250 }

chromiumTest(
  'an app goes from its App ID alone to tokens, and from one certificate to the next',
  async () => {
    const { console } = authority
    const at = Math.floor(Date.now() / 1000)
    expect(await joins(null)).toBe('in')
    expect(await issued()).toMatchObject({ code: 'CERTIFICATE_PRIMARY_MISSING' })

    await console.enablePrimary(appId, undefined, by(at))
    await expect.poll(async () => (await issued()).token, soon).toBeDefined()
    const first = (await issued()).token!
    await expect.poll(() => joins(first), soon).toBe('in')
    expect(await joins(null)).toBe('in')

    await console.deleteNoCertificate(appId, by(at))
    await expect.poll(() => joins(null), soon).toContain('dynamic use static key')
    expect(await joins(first)).toBe('in')

    await console.addSecondary(appId, undefined, by(at))
    await console.swap(appId, by(at))
    const active = primaryOf(await console.show(appId))!
    const certificate = await console.reveal(appId, active.id, by(at))
    const isByTheNew = async () => explain((await issued()).token!, { now: at, certificate }).proven
    await expect.poll(isByTheNew, soon).toBe(true)
    const second = (await issued()).token!
    await expect.poll(() => joins(second), soon).toBe('in')
    expect(await joins(first)).toBe('in') // the old certificate drains

    const { project } = await console.switchSecondary(appId, false, by(at))
    const old = secondaryOf(project)!.id
    await expect(console.deleteCertificate(appId, { id: old }, by(at))).rejects.toMatchObject({
      code: 'CERTIFICATE_DRAINING',
    })
    const day = at + 86_400 + 60
    await console.deleteCertificate(appId, { id: old }, by(day)) // its tokens have ended by then
    await expect.poll(() => joins(first), soon).toContain('invalid token, authorized failed')
    expect(await joins(second)).toBe('in')
  },
)
