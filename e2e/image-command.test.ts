import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { execForm, readStages, textsOf } from './support/dockerfile.ts'

// No Docker engine is needed: this runs what the image runs, with the environment that the image sets.

const root = join(import.meta.dirname, '..')
const image = readStages(root).at(-1) ?? []
const command = execForm(textsOf('CMD', image)[0])
const healthCheck = execForm(textsOf('HEALTHCHECK', image)[0])
const imageEnv = Object.fromEntries(
  textsOf('ENV', image)
    .flatMap((text) => text.split(' '))
    .map((pair) => pair.split('=')),
)

let dataDir: string
let server: ChildProcess | undefined

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'symbolon-image-'))
})
afterEach(async () => {
  if (server?.exitCode === null) {
    server.kill('SIGKILL')
    await once(server, 'close')
  }
  rmSync(dataDir, { recursive: true })
})

/** `docker run -e …` on a free port instead of 8080. */
async function environment(given: Record<string, string>): Promise<Record<string, string>> {
  const image = { ...imageEnv, SYMBOLON_DATA_DIR: dataDir, PORT: String(await freePort()) }
  return { PATH: process.env.PATH ?? '', ...image, ...given }
}

function run([program = '', ...args]: string[], env: Record<string, string>): ChildProcess {
  return spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  child.stdout?.resume()
  child.stderr?.resume()
  return (await once(child, 'close'))[0]
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

const credentials = {
  APP_ID: '970CA35de60c44645bbae8a215061b33',
  APP_CERTIFICATE: '5CFd2fd1755d40ecb72977518be15d3b',
}

test('as in the documented `docker run`: healthy, answers, and ends with 0 on SIGTERM', async () => {
  const env = await environment({ ...credentials, SYMBOLON_ALLOW_ANONYMOUS: '1' })
  server = run(command, env)
  await expect
    .poll(() => exitCodeOf(run(healthCheck, env)), { timeout: 20_000, interval: 100 })
    .toBe(0)
  const reply = await fetch(`http://127.0.0.1:${env.PORT}/token/generate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      channelName: 'channel_name_test',
      uid: '12345678',
      tokenExpireTs: 3600,
      privilegeExpireTs: 3600,
      serviceRtc: { enable: true, role: 1 },
    }),
  })
  const { data } = (await reply.json()) as { data: { token: string } }
  expect(data.token).toMatch(/^007/)
  const ended = exitCodeOf(server)
  server.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('without a key and without saying so it refuses to start', async () => {
  const env = await environment(credentials)
  server = run(command, env)
  let printed = ''
  server.stderr?.on('data', (text) => {
    printed += text
  })
  expect(await exitCodeOf(server)).not.toBe(0)
  expect(printed).toContain('SYMBOLON_API_KEY')
  expect(printed).not.toContain(credentials.APP_CERTIFICATE)
})

test('a health check of nothing fails', async () => {
  expect(await exitCodeOf(run(healthCheck, await environment({})))).toBe(1)
})
