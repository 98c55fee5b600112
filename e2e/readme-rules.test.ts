import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { blocksOf } from './docs/blocks.ts'
import { read, root } from './docs/pages.ts'
import { testUnless } from './support/test-unless.ts'

const home = mkdtempSync(join(tmpdir(), 'readme-rules-'))
const env: Record<string, string> = {
  ...(process.env as Record<string, string>),
  PORT: '0',
  SYMBOLON_EMULATOR_PORT: '0',
  SYMBOLON_DATA_DIR: home,
  NO_COLOR: '1',
}
let server: ChildProcess | undefined

afterAll(async () => {
  if (server !== undefined) {
    const ended = new Promise((resolve) => server!.once('exit', resolve))
    process.kill(-server.pid!, 'SIGTERM')
    await ended
  }
  rmSync(home, { recursive: true })
})

const hasCurl = spawnSync('curl', ['--version']).status === 0
const curlTest = testUnless(hasCurl ? undefined : 'the README calls curl, and there is none')

curlTest(
  'from npm start to a token that a rule allowed, and one that none did, with a key',
  async () => {
    const blocks = blocksOf('README.md', read('README.md')).filter(({ mark }) => mark === 'rules')
    const [keep, ask, output, ...others] = blocks.map(({ code }) => code)
    expect(others).toEqual([])
    await shell(keep!)
    const port = await start()
    const answers = await shell(ask!.replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`))
    const [token, refusal] = answers.split(/(?<=\})(?=\{)/)
    const { issuedAt, expiresAt, ...given } = JSON.parse(token!)
    expect(given.token).toMatch(/^007/)
    expect(expiresAt - issuedAt).toBe(600)
    expect(refusal).toContain(output!.trim())
    for (const command of read('README.md').match(
      /(?<=`)npx symbolon (audit|grants) list(?=`)/g,
    )!) {
      expect(await shell(command)).toContain('lobby')
    }
  },
)

/** `npm start`. @returns the port */
async function start(): Promise<string> {
  const started = spawn('npm', ['start'], { cwd: root, env, detached: true })
  server = started
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    started.stdout.on('data', (data) => {
      printed += data
      if (/Control .*\n/.test(printed)) resolve()
    })
    started.on('exit', () => reject(new Error(`the server ended: ${printed}`)))
  })
  return /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)![1]!
}

/** As in a terminal; in a folder of its own, from which npx finds the command all the same. */
function shell(command: string): Promise<string> {
  const here = command.replaceAll(
    'npx symbolon',
    `node ${join(root, 'packages/cli/bin/symbolon.js')}`,
  )
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', here], { cwd: home, env })
    let output = ''
    child.stdout.on('data', (data) => {
      output += data
    })
    child.on('error', reject)
    child.on('close', () => resolve(output))
  })
}
