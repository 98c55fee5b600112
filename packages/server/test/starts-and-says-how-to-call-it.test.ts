import { execFile, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { verify } from '@symbolon/token'
import { expect, test } from 'vitest'
import { key, project, start } from './fixture.ts'

const credentials = { AGORA_APP_ID: project.appId, AGORA_APP_CERTIFICATE: project.certificate }
const hasCurl = spawnSync('curl', ['--version']).status === 0
const run = promisify(execFile)

/** The command lines of a banner: first the one that mints, then the one that explains. */
const commands = (banner: string) => banner.split('\n').filter((line) => line.startsWith('  curl '))

async function shell(line: string, env: Record<string, string> = {}) {
  const { stdout } = await run('sh', ['-c', line], {
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  return JSON.parse(stdout)
}

test('it names URL and App ID', async () => {
  const { url, banner } = await start(credentials)
  expect(banner).toContain(url)
  expect(banner).toContain(project.appId)
  expect(banner).not.toContain('demo')
  expect(banner).not.toContain(project.certificate)
})

test('it names the paste box, and serves it as it was built', async () => {
  const { url, banner } = await start(credentials)
  expect(banner).toContain(`  Explain ${url}/explain\n`)
  const page = await fetch(`${url}/explain`)
  expect([page.status, page.headers.get('content-security-policy')]).toEqual([
    200,
    expect.stringContaining("connect-src 'none'"),
  ])
  const [script] = /\/explain\/assets\/[\w.-]+\.js/.exec(await page.text())!
  expect((await fetch(url + script)).headers.get('content-type')).toContain('text/javascript')
})

test.runIf(hasCurl)('the printed command lines work as they stand', async () => {
  const { banner } = await start(credentials)
  const [mint, explain] = commands(banner)
  const { token } = await shell(mint!)
  const now = Math.floor(Date.now() / 1000)
  expect(
    verify(token, { certificate: project.certificate, now, channel: 'lobby', uid: 7 }).proven,
  ).toBe(true)
  const explanation = await shell(explain!)
  expect(explanation).toMatchObject({ accepted: false, proven: true })
  expect(explanation.causes[0]).toMatchObject({ code: 'CHANNEL_CASE', certainty: 'proved' })
})

test.runIf(hasCurl)('they take a given key from the environment and do not show it', async () => {
  const { banner } = await start({ ...credentials, SYMBOLON_API_KEY: key })
  expect(banner).not.toContain(key)
  for (const line of commands(banner)) {
    expect(await shell(line, { SYMBOLON_API_KEY: key })).not.toHaveProperty('status')
    expect(await shell(line)).toMatchObject({ status: 401 })
  }
})

test('without credentials it is a demo project, and says what that means', async () => {
  const { banner } = await start()
  expect(banner).toContain('demo project')
  expect(banner).toContain('AGORA_APP_ID and AGORA_APP_CERTIFICATE')
})

test('the banner holds a key that was made, and a URL for a phone', async () => {
  const { banner, url } = await start(credentials, { lan: true })
  const made = /Key\s+(\S+)/.exec(banner)![1]!
  const refused = await fetch(`${url}/rtcToken?channelName=lobby`)
  expect(refused.status).toBe(401)
  const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const reachable = others.filter(({ family, internal }) => family === 'IPv4' && !internal)
  expect(banner.match(/Phone/g) ?? []).toHaveLength(reachable.length)
  for (const { address } of reachable) {
    const phone = new RegExp(`http://${address}:\\d+/rtcToken\\S+`).exec(banner)![0]
    expect(phone).toContain(`key=${made}`)
    expect(await (await fetch(phone)).json()).toMatchObject({ key: expect.stringMatching(/^006/) })
  }
  expect((await fetch(`${url}/rtcToken?channelName=lobby&key=${made}`)).status).toBe(200)
})

test('anonymous callers from anywhere are answered with a warning to the operator', async () => {
  const { banner } = await start({ ...credentials, HOST: '0.0.0.0', SYMBOLON_ALLOW_ANONYMOUS: '1' })
  expect(banner).toMatch(/! Everyone who reaches this address gets any token/)
})

test('a taken port is named, with what to do', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  await expect(start({ ...credentials, PORT: String(port) })).rejects.toThrowError(
    new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken by another program.*--port 0`),
  )
  await new Promise((resolve) => taken.close(resolve))
})

test('an address of another machine is named', async () => {
  const env = { ...credentials, HOST: '192.0.2.1', SYMBOLON_API_KEY: key }
  await expect(start(env)).rejects.toThrowError('HOST=192.0.2.1 is not an address of this machine')
})

test('an IPv6 address stands in brackets in the URL', async () => {
  const { url } = await start({ ...credentials, HOST: '::1' })
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect((await fetch(`${url}/ping`)).status).toBe(200)
})
