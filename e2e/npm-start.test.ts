import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isBuilt } from '../scripts/setup/build.mjs'
import { isInstalled } from '../scripts/setup/install.mjs'
import { root } from '../scripts/setup/workspace.mjs'

// Under `npm test` all is in place. Otherwise the command would first install below the running tests.
const inPlace = isInstalled(root) && isBuilt(root)
const startTest = test.runIf(inPlace || process.env.CI)

let folder: string
let child: ChildProcess | undefined
let printed = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'symbolon-start-'))
})
afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  rmSync(folder, { recursive: true })
})

/** What `npm start -- …` calls, from another folder. */
function start(args: string[]): ChildProcess {
  printed = ''
  child = spawn(process.execPath, [join(root, 'scripts', 'run.mjs'), 'start', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, SYMBOLON_DATA_DIR: folder, PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      printed += text
    })
  }
  return child
}

startTest('serves tokens, and ends with 0 when it is told to', async () => {
  const program = start([])
  await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
  const url = printed.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0]
  const reply = await fetch(`${url}/rtcToken?channelName=lobby`)
  const { key } = (await reply.json()) as { key: string }
  expect(key).toMatch(/^00[67]/)
  program.kill('SIGTERM')
  expect((await once(program, 'close'))[0]).toBe(0)
})

startTest('hands its arguments and the exit code through', async () => {
  const [ok] = await once(start(['--help']), 'close')
  expect(ok).toBe(0)
  expect(printed).toContain('Usage: symbolon dev')
  const [wrong] = await once(start(['--no-such-option']), 'close')
  expect(wrong).toBe(2)
})

startTest('ends when npm is killed, whose shell passes no signal on', async () => {
  const env = { ...process.env, HOME: folder, SYMBOLON_DATA_DIR: folder, PORT: '0' }
  child = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  printed = ''
  child.stdout?.on('data', (text) => {
    printed += text
  })
  await expect.poll(() => printed, { timeout: 20_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
  const url = printed.match(/http:\/\/127\.0\.0\.1:\d+/)![0]
  child.kill('SIGTERM')
  const answers = () =>
    fetch(`${url}/livez`).then(
      () => true,
      () => false,
    )
  await expect.poll(answers, { timeout: 20_000 }).toBe(false)
})
