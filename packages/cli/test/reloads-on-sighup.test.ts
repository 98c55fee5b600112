import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { verify } from '@symbolon/token'
import { expect, onTestFinished, test } from 'vitest'
import { appId, binary, symbolon } from './symbolon.ts'

const [first, second] = ['a1'.repeat(16), 'b2'.repeat(16)]
const [key, otherKey] = ['the-first-key-of-all-keys', 'the-second-key-of-all-keys']

/** As the page says it. */
const page = readFileSync(new URL('../../../docs/operate/reload.md', import.meta.url), 'utf8')
const signal = /```sh\n(.*)\n```/.exec(page)![1]!

/** A real `symbolon serve`, whose log is read line by line, and the `.env` file that it looks at. */
async function serving(settings: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-reload-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const set = (values: Record<string, string>) =>
    writeFileSync(
      join(folder, '.env'),
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    )
  set(settings)
  const env = { SYMBOLON_DATA_DIR: folder, SYMBOLON_DRAIN_SECONDS: '0' }
  const child = spawn(process.execPath, [binary, 'serve', '--port', '0'], { cwd: folder, env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const everything: string[] = []
  const until = async (message: RegExp) => {
    for (;;) {
      const { value, done } = await lines.next()
      if (done) throw new Error('the server ended')
      everything.push(value)
      if (message.test(value)) return JSON.parse(value)
    }
  }
  const { url } = await until(/listening/)
  const hangUp = async (values: Record<string, string>, message = /reloaded/) => {
    set(values)
    await promisify(execFile)('sh', ['-c', signal], { env: { PID: `${child.pid}` } })
    return await until(message)
  }
  const issue = async (withKey: string, life = 7200) => {
    const body = JSON.stringify({ expiresInSeconds: life, rtc: { channel: 'lobby', uid: 7 } })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${withKey}` }
    const answer = await fetch(`${url}/v1/tokens`, { method: 'POST', headers, body })
    return { status: answer.status, ...(await answer.json()) }
  }
  const stop = async () => {
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    return code
  }
  return { folder, url, hangUp, issue, stop, everything }
}

const seconds = () => Math.floor(Date.now() / 1000)
const begun = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: first, SYMBOLON_API_KEY: key }

test('what can be exchanged is, the rest waits for a restart, and no secret is logged', async () => {
  const { hangUp, issue, stop, everything } = await serving(begun)
  const before = await issue(key)
  expect(() => verify(before.token, { appId, certificate: first, now: seconds() })).not.toThrow()
  const changed = {
    AGORA_APP_ID: appId,
    AGORA_APP_CERTIFICATE: second,
    AGORA_APP_SECONDARY_CERTIFICATE: first,
    SYMBOLON_API_KEY: otherKey,
    SYMBOLON_MAX_TOKEN_SECONDS: '600',
    CORS_ALLOW_ORIGIN: 'https://app.example',
  }
  expect(await hangUp(changed)).toMatchObject({
    applied: [
      'AGORA_APP_CERTIFICATE',
      'AGORA_APP_SECONDARY_CERTIFICATE',
      'SYMBOLON_API_KEY',
      'SYMBOLON_MAX_TOKEN_SECONDS',
    ],
    restart: ['CORS_ALLOW_ORIGIN'],
  })
  expect((await issue(key)).status).toBe(401)
  const after = await issue(otherKey)
  expect(() => verify(after.token, { appId, certificate: second, now: seconds() })).not.toThrow()
  expect(after.expiresAt - after.issuedAt).toBe(600)
  expect(await hangUp(changed)).toMatchObject({ applied: [], restart: ['CORS_ALLOW_ORIGIN'] })
  for (const secret of [first, second, key, otherKey]) {
    expect(everything.join('\n')).not.toContain(secret)
  }
  expect(await stop()).toBe(0)
})

test('a configuration with anything wrong in it is refused whole', async () => {
  const { hangUp, issue, everything } = await serving(begun)
  const wrong = {
    ...begun,
    AGORA_APP_CERTIFICATE: second,
    SYMBOLON_API_KEY: 'short',
    SYMBOLON_MAX_TOKEN_SECOND: '600',
  }
  const { problems } = await hangUp(wrong, /not reloaded/)
  expect(problems).toEqual([
    expect.stringContaining('did you mean SYMBOLON_MAX_TOKEN_SECONDS?'),
    expect.stringContaining('SYMBOLON_API_KEY must be'),
  ])
  const { status, token } = await issue(key)
  expect(status).toBe(201)
  expect(() => verify(token, { appId, certificate: first, now: seconds() })).not.toThrow()
  const { AGORA_APP_ID: _, ...half } = begun
  expect((await hangUp(half, /not reloaded/)).problems).toHaveLength(1)
  expect((await issue(key)).status).toBe(201)
  expect(everything.join('\n')).not.toContain(second)
})

test('the certificate of another App ID waits for a restart with it', async () => {
  const { hangUp, issue } = await serving(begun)
  const other = { ...begun, AGORA_APP_ID: 'c'.repeat(32), AGORA_APP_CERTIFICATE: second }
  const { applied, restart } = await hangUp(other)
  expect([applied, restart]).toEqual([[], ['AGORA_APP_ID', 'AGORA_APP_CERTIFICATE']])
  const { token } = await issue(key)
  expect(() => verify(token, { appId, certificate: first, now: seconds() })).not.toThrow()
})

test('a server without a key asks for none until it is started again', async () => {
  const { hangUp, issue } = await serving({
    ...begun,
    SYMBOLON_API_KEY: '',
    SYMBOLON_ALLOW_ANONYMOUS: '1',
  })
  const { restart } = await hangUp(begun)
  expect(restart).toEqual(['SYMBOLON_API_KEY', 'SYMBOLON_ALLOW_ANONYMOUS'])
  expect((await issue('nothing')).status).toBe(201)
})

test('what is kept is read again at once', async () => {
  const { folder, hangUp, issue } = await serving({
    ...begun,
    AGORA_APP_ID: '',
    AGORA_APP_CERTIFICATE: '',
    SYMBOLON_DATABASE: 'kept.db',
  })
  const env = { SYMBOLON_DATA_DIR: folder, SYMBOLON_DATABASE: join(folder, 'kept.db') }
  const { stdout } = await symbolon(['key', 'create', '--name', 'new'], { env })
  await symbolon(['project', 'create', '--name', 'Shop'], { env })
  await hangUp({ SYMBOLON_API_KEY: key, SYMBOLON_DATABASE: 'kept.db' })
  expect((await issue(stdout.split('\n')[0]!)).status).toBe(201)
})
