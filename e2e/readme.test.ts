import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Block, blocksOf } from './docs/blocks.ts'
import type { Desk } from './docs/desk.ts'
import { read, root } from './docs/pages.ts'
import { runInBrowser } from './docs/run-in-browser.ts'
import { runModule, saidOutputs } from './docs/run-modules.ts'
import { missingChromium } from './support/chromium.ts'
import { testUnless } from './support/test-unless.ts'

const blocks: readonly Block[] = blocksOf('README.md', read('README.md'))
const marked = (mark: string) => blocks.filter((block) => block.mark?.endsWith(mark))

const home = mkdtempSync(join(tmpdir(), 'readme-'))
const folder = join(root, '.cache', `readme-${process.pid}`)
mkdirSync(folder, { recursive: true })
const env: Record<string, string> = {
  ...(process.env as Record<string, string>),
  PORT: '0',
  SYMBOLON_EMULATOR_PORT: '0',
  SYMBOLON_DATA_DIR: home,
  NO_COLOR: '1',
}
let server: ChildProcess
let printed = ''
let desk: Desk
let startedAt: number

const hasCurl = spawnSync('curl', ['--version']).status === 0
const curlTest = testUnless(hasCurl ? undefined : 'the README calls curl, and there is none')

beforeAll(async () => {
  startedAt = performance.now()
  const [start] = marked('start')
  server = spawn('sh', ['-c', `exec ${start!.code.trim()}`], { cwd: root, env, detached: true })
  await new Promise<void>((resolve, reject) => {
    server.stdout!.on('data', (data) => {
      printed += data
      if (/Control .*\n/.test(printed)) resolve()
    })
    server.on('exit', () => reject(new Error(`the server ended: ${printed}`)))
  })
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)![1]!
  const emulatorPort = /https:\/\/localhost:(\d+)/.exec(printed)![1]!
  const here = (text: string) =>
    text
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`)
      .replaceAll('localhost:4443', `localhost:${emulatorPort}`)
  desk = { home, folder, env, here, emulator: `localhost:${emulatorPort}` }
})

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  process.kill(-server.pid!, 'SIGTERM') // npm passes it on, but only to be sure
  await ended
  for (const path of [home, folder]) rmSync(path, { recursive: true })
})

test('every block of the README is one that a test here runs', () => {
  const known = /^(start|run|output|module|browser|rules)$/ // the rules: readme-rules.test.ts
  expect(blocks.filter(({ mark }) => !known.test(mark ?? ''))).toEqual([])
})

curlTest('the 60 seconds work word for word: server, token, refusal explained', async () => {
  const outputs: string[] = []
  for (const { mark, code } of blocks) {
    if (mark === 'run') outputs.push(await shell(desk.here(code)))
    if (mark === 'output') expect(outputs.at(-1)).toContain(code.trim())
  }
  expect(outputs).toHaveLength(2)
  expect(JSON.parse(outputs[0]!)).toMatchObject({
    version: '007',
    token: expect.stringMatching(/^007/),
  })
})

testUnless(missingChromium)('and a joined channel, in less than the 60 seconds', async () => {
  const code = marked('browser')
    .map((block) => block.code)
    .join('')
  expect(await runInBrowser(code, desk)).toEqual(saidOutputs(marked('browser')))
  expect(performance.now() - startedAt).toBeLessThan(60_000)
})

curlTest('what the start prints to get a token and to ask why, works as printed', async () => {
  const [mint, explain] = printed.match(/^ {2}curl .*$/gm)!
  expect(JSON.parse(await shell(mint!))).toMatchObject({ version: '007' })
  expect(JSON.parse(await shell(explain!))).toMatchObject({ accepted: false })
})

test('the pages that it names are there, and named by the start too', async () => {
  const named = Array.from(read('README.md').matchAll(/<(https?:[^>]*)>/g), ([, url]) => url!)
  expect(named).toHaveLength(2)
  for (const url of named) expect(printed).toContain(desk.here(url))
  expect((await fetch(desk.here(named[1]!))).status).toBe(200)
})

test('the example of the library prints what its comment says', async () => {
  const code = marked('module')
    .map((block) => block.code)
    .join('')
  expect(await runModule(code, { desk, name: 'example' })).toEqual(saidOutputs(marked('module')))
})

function shell(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { cwd: root, env })
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}
