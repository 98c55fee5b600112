import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testUnless } from './support/test-unless.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

interface Block {
  readonly kind: string
  readonly code: string
}

/** The code blocks that carry a marker, in their order. */
const blocks: readonly Block[] = Array.from(
  readme.matchAll(/<!-- readme-test: (\w+) -->\n```\w+\n([\s\S]*?)```/g),
  ([, kind, code]) => ({ kind: kind!, code: code! }),
)

const home = mkdtempSync(join(tmpdir(), 'readme-'))
const port = await freePort()
const env = { ...process.env, PORT: `${port}`, SYMBOLON_DATA_DIR: home, NO_COLOR: '1' }
let server: ChildProcess
let printed = ''

const hasCurl = spawnSync('curl', ['--version']).status === 0
const curlTest = testUnless(hasCurl ? undefined : 'the README calls curl, and there is none')

beforeAll(async () => {
  const start = blocks.find(({ kind }) => kind === 'start')!
  server = spawn('sh', ['-c', `exec ${start.code.trim()}`], { cwd: root, env, detached: true })
  await new Promise<void>((resolve, reject) => {
    server.stdout!.on('data', (data) => {
      printed += data
      if (printed.includes('Get a token')) resolve()
    })
    server.on('exit', () => reject(new Error(`the server ended: ${printed}`)))
  })
})

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  process.kill(-server.pid!, 'SIGTERM') // npm passes it on, but only to be sure
  await ended
  rmSync(home, { recursive: true })
})

curlTest('the 60-second start works word for word: server, token, refusal explained', async () => {
  const outputs: string[] = []
  for (const { kind, code } of blocks) {
    if (kind === 'run') outputs.push(await shell(code.replaceAll('8080', `${port}`)))
    if (kind === 'output') expect(outputs.at(-1)).toContain(code.trim())
  }
  expect(outputs).toHaveLength(2)
  expect(JSON.parse(outputs[0]!)).toMatchObject({
    version: '007',
    token: expect.stringMatching(/^007/),
  })
})

curlTest('what the start prints to get a token and to ask why, works as printed', async () => {
  const [mint, explain] = printed.match(/^ {2}curl .*$/gm)!
  expect(JSON.parse(await shell(mint!))).toMatchObject({ version: '007' })
  expect(JSON.parse(await shell(explain!))).toMatchObject({ accepted: false })
})

test('the example of the library prints what its comment says', async () => {
  const { code } = blocks.find(({ kind }) => kind === 'module')!
  const folder = join(root, '.cache', `readme-${process.pid}`)
  mkdirSync(folder, { recursive: true })
  try {
    const file = join(folder, 'example.mjs')
    writeFileSync(file, code)
    const expected = /console\.log\(.*\) \/\/ (.*)/.exec(code)![1]
    expect((await shell(`node ${file}`)).trim()).toBe(expected)
  } finally {
    rmSync(folder, { recursive: true })
  }
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

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
