import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mint } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { appId, certificate, credentials, folder, symbolon } from './symbolon.ts'

const binary = fileURLToPath(new URL('../dist/main.js', import.meta.url))

interface Started {
  readonly out: { stdout: string; stderr: string }
  readonly url: string
  readonly stop: () => Promise<number | null>
}

/** Starts a command on free ports, and waits for the emulator's page to be named. */
async function start(args: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const data = { HOME: folder, SYMBOLON_DATA_DIR: join(folder, 'data'), PORT: '0' }
  const child = spawn(process.execPath, [binary, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...data, SYMBOLON_EMULATOR_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const out = { stdout: '', stderr: '' }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        out[name] += text
        const found = /https:\/\/localhost:\d+/.exec(out.stdout)
        if (found !== null) resolve(found[0])
      })
    }
    child.on('close', () => reject(new Error(`ended: ${out.stdout}${out.stderr}`)))
  })
  const stop = () => {
    child.kill('SIGTERM')
    return ended
  }
  return { out, url, stop }
}

/** A request to the emulator, whose authority is trusted for it. */
function ask(url: string, body?: { readonly type: string; readonly text: string }) {
  const ca = readFileSync(join(folder, 'data', 'emulator-ca.pem'))
  const method = body === undefined ? 'GET' : 'POST'
  const headers = body === undefined ? {} : { 'content-type': body.type }
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request(url, { ca, method, headers }, async (response) => {
      let text = ''
      for await (const part of response.setEncoding('utf8')) text += part
      resolve({ status: response.statusCode, text })
    })
    sent.on('error', reject).end(body?.text)
  })
}

/** What the access point answers to a join, as the Web SDK asks it. */
async function joinAs(url: string, { key, uid }: { readonly key: string; readonly uid: number }) {
  const buffer = { cname: 'lobby', key, uid, service_ids: [11], detail: { 17: '1' } }
  const asked = {
    appid: appId,
    client_ts: 1,
    opid: 1,
    sid: 'A'.repeat(32),
    request_bodies: [{ uri: 22, buffer }],
  }
  const type = 'multipart/form-data; boundary=----boundary-of-more-than-27-characters'
  const text = `------boundary-of-more-than-27-characters\r\nContent-Disposition: form-data; name="request"\r\n\r\n${JSON.stringify(asked)}\r\n------boundary-of-more-than-27-characters--\r\n`
  const reply = await ask(`${url}/api/v2/transpond/webrtc?v=2`, { type, text })
  return JSON.parse(reply.text).response_body[0].buffer as { code: number; uid: number }
}

function token(channel: string): string {
  const privileges = { joinChannel: 3600 }
  return mint(
    {
      version: '007',
      appId,
      issuedAt: Math.floor(Date.now() / 1000),
      expiresInSeconds: 3600,
      services: [{ type: 'rtc', channel, uid: '7', privileges }],
    },
    certificate,
  )
}

test.each([
  ['dev', 'A token’s life'],
  ['emulate', 'Symbolon emulator'],
])('%s runs the platform that judges the project’s tokens', async (command, page) => {
  const { url, out, stop } = await start([command], credentials)
  expect(out.stdout).toContain('For tests only')
  expect(out.stdout).not.toContain(certificate)
  expect((await ask(`${url}/`)).text).toContain(page)
  expect(await joinAs(url, { key: token('lobby'), uid: 7 })).toMatchObject({ code: 0, uid: 7 })
  expect(await joinAs(url, { key: token('Lobby'), uid: 7 })).toMatchObject({ code: 2010009 })
  expect(await stop()).toBe(0)
})

test('dev answers for tokens on the emulator’s port too', async () => {
  const { url } = await start(['dev'], credentials)
  const text = JSON.stringify({ rtc: { channel: 'lobby', uid: 7 } })
  const issued = await ask(`${url}/v1/tokens`, { type: 'application/json', text })
  expect(JSON.parse(issued.text)).toMatchObject({ appId })
})

test('the platform’s REST answers the customer of the banner alone', async () => {
  const { url, out } = await start(['emulate'], credentials)
  const [, id, secret] = /customer (\w+), secret (\w+)/.exec(out.stdout)!
  const path = `${url.replace('https://', `https://${id}:${secret}@`)}/dev/v1/channel/${appId}`
  expect(await ask(path)).toMatchObject({ status: 200 })
  expect(await ask(`${url}/dev/v1/channel/${appId}`)).toMatchObject({ status: 401 })
})

test('emulate takes its projects from a file, and says in JSON where it is', async () => {
  const file = join(folder, 'projects.json')
  writeFileSync(file, JSON.stringify({ projects: [{ appId, certificate }] }))
  const { url, out } = await start(['emulate', '--json', '--projects', file, '--cohost', 'on'])
  expect(JSON.parse(out.stdout)).toMatchObject({ ok: true, data: { url, appIds: [appId] } })
  expect(await joinAs(url, { key: token('lobby'), uid: 7 })).toMatchObject({ code: 0 })
})

test.each([
  ['{', 'is not JSON'],
  ['{}', 'holds no'],
  ['{"projects":[{"appid":"x"}]}', 'no field "appid"'],
  ['{"projects":[{}]}', 'no appId'],
  [`{"projects":[{"appId":"${certificate}x"}]}`, '32 hexadecimal characters'],
])('a projects file of %s is a usage error that repeats no secret', async (text, message) => {
  const file = join(folder, 'wrong.json')
  writeFileSync(file, text)
  const { code, stderr } = await symbolon(['emulate', '--projects', file])
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain(certificate)
})

test('emulate says that its port is taken; dev takes another one and says so', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void taken.close())
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as { port: number }
  const env = { ...credentials, SYMBOLON_EMULATOR_PORT: `${port}` }
  const { code, stderr } = await symbolon(['emulate'], { env })
  expect({ code, stderr }).toMatchObject({
    code: 7,
    stderr: expect.stringContaining(`port ${port} is taken`),
  })
  const { out } = await start(['dev'], env)
  expect(out.stdout).toContain(`port ${port} is taken: took`)
})

test('clock advance lets hours pass, for the server and the emulator alike', async () => {
  const { url, out } = await start(['dev'], credentials)
  const server = /URL\s+(\S+)/.exec(out.stdout)![1]!
  const wish = { rtc: { channel: 'lobby', uid: 7 }, expiresInSeconds: 3600 }
  const issue = async () => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(wish)
    const reply = await fetch(`${server}/v1/tokens`, { method: 'POST', headers, body })
    return (await reply.json()) as { token: string }
  }
  const { token: old } = await issue()
  const args = ['clock', 'advance', '2h', '--port', new URL(url).port]
  const { code, stdout } = await symbolon(args)
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^2 h have passed/),
  })
  expect(await joinAs(url, { key: old, uid: 7 })).toMatchObject({ code: 2010013 })
  const { token: fresh } = await issue()
  expect(await joinAs(url, { key: fresh, uid: 7 })).toMatchObject({ code: 0 })
})

test.each(['999.1.1.1', '192.0.2.1'])(
  'emulate says that %s is not an address of this machine',
  async (host) => {
    const { code, stderr } = await symbolon(['emulate', '--port', '0', '--host', host])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${host} is not an address of this machine`),
    })
    expect(stderr).not.toContain('fault of Symbolon')
  },
)

test.each([
  [['emulate', '--port', 'abc'], '--port must be a whole number from 0 to 65535'],
  [['clock', 'advance', '1h', '--port', 'abc'], '--port must be a whole number from 0 to 65535'],
  [['clock', 'advance', '5'], 'the time to pass is written with units, such as 1h30m or 45s'],
])('a slip in %j is named as it was typed', async (args, message) => {
  const { code, stderr } = await symbolon(args)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) })
})

test('clock advance says when there is no emulator', async () => {
  const { code, stderr } = await symbolon(['clock', 'advance', '1h', '--port', '1'])
  expect(code).toBe(7)
  expect(stderr).toContain('no emulator answers on port 1')
})

test('open questions can be answered otherwise, and a slip is named', async () => {
  const { url, out } = await start(['emulate', '--set', 'clockSkewSeconds=0'], credentials)
  expect(out.stdout).toContain(url)
  const ask = async (pair: string) => (await symbolon(['emulate', '--set', pair])).stderr
  expect(await ask('clockSkewSecond=0')).toContain('did you mean clockSkewSeconds?')
  expect(await ask('lateWarning=maybe')).toContain('is a boolean, such as true')
})

test('beyond loopback the control API is answered when others were named, and the banner says so', async () => {
  const everywhere = ['emulate', '--host', '0.0.0.0']
  const alone = await start(everywhere, credentials)
  expect(alone.out.stdout).toContain('made for tests')
  expect(await ask(`${alone.url}/emulator/v1`)).toMatchObject({ status: 404 })
  const named = await start([...everywhere, '--control-host', 'Emulator.test'], credentials)
  expect(named.out.stdout).toContain('answers whoever calls emulator.test')
  expect(await ask(`${named.url}/emulator/v1`)).toMatchObject({ status: 200 })
})

test.each([
  ['--control-host', 'emulator.test:4443'],
  ['--control-host', '*'],
  ['--control-origin', 'localhost:5173'],
  ['--control-origin', 'http://localhost:5173/'],
])('%s %s is a usage error', async (option, value) => {
  const { code, stderr } = await symbolon(['emulate', option, value])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(option) })
})

test('an address for notifications wants a secret, and neither is repeated', async () => {
  const env = { ...credentials, SYMBOLON_NOTIFY_URL: 'http://127.0.0.1:1/hook?key=abc' }
  const { code, stderr } = await symbolon(['emulate'], { env })
  expect(code).toBe(2)
  expect(stderr).toContain('SYMBOLON_NOTIFY_SECRET')
  expect(stderr).not.toContain('abc')
})

test('dev can be had without it', async () => {
  const { code, stdout } = await symbolon(['dev', '--no-emulator', '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain('--no-emulator')
})
