import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { root } from './pages.ts'

/** The project that the pages use where they name one: that of the vendor's published samples. */
const sample = {
  AGORA_APP_ID: '970CA35de60c44645bbae8a215061b33',
  AGORA_APP_CERTIFICATE: '5CFd2fd1755d40ecb72977518be15d3b',
}

/** Where the blocks of one page run: folders, and the servers that they call, until the test ends. */
export interface Desk {
  /** empty, outside the repository: where commands run */
  readonly home: string
  /** inside the repository, so that modules find the packages */
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** the text with the ports of this run */
  readonly here: (text: string) => string
  /** such as `localhost:39433`; empty when the page needs none */
  readonly emulator: string
}

/** @param text - all that the page runs: it decides which servers are started */
export async function setDesk(text: string): Promise<Desk> {
  const home = mkdtempSync(join(tmpdir(), 'symbolon-docs-'))
  const folder = mkdtempSync(join(cacheFolder(), 'docs-'))
  onTestFinished(() => {
    for (const path of [home, folder]) rmSync(path, { recursive: true, force: true })
  })
  const own = {
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    HOME: home,
    NO_COLOR: '1',
    SYMBOLON_DATA_DIR: home,
    ...(text.includes(sample.AGORA_APP_ID) ? sample : {}),
  }
  if (!/\b(8080|4443)\b/.test(text)) {
    return { home, folder, env: own, here: (same) => same, emulator: '' }
  }
  const { server, emulator } = text.includes('symbolon serve')
    ? { server: await freePort(), emulator: '' } // the page starts its own, and ends it
    : await startBoth(own)
  const here = (given: string) =>
    given
      .replaceAll(/(127\.0\.0\.1|localhost):8080/g, `127.0.0.1:${server}`)
      .replaceAll(':4443', `:${emulator}`)
  const env = { ...own, PORT: server, SYMBOLON_EMULATOR_PORT: emulator }
  return { home, folder, env, here, emulator: `localhost:${emulator}` }
}

function cacheFolder(): string {
  const path = join(root, '.cache')
  mkdirSync(path, { recursive: true })
  return path
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return `${port}`
}

/** What `npm start` runs, on free ports. */
async function startBoth(env: Readonly<Record<string, string>>) {
  const program = join(root, 'packages', 'cli', 'bin', 'symbolon.js')
  const free = { ...env, PORT: '0', SYMBOLON_EMULATOR_PORT: '0', SYMBOLON_DRAIN_SECONDS: '0' }
  const child = spawn(process.execPath, [program, 'dev'], { cwd: env.HOME, env: free })
  onTestFinished(() => ended(child))
  const printed = await banner(child)
  const port = (pattern: RegExp) => pattern.exec(printed)![1]!
  return {
    server: port(/http:\/\/127\.0\.0\.1:(\d+)/),
    emulator: port(/https:\/\/localhost:(\d+)/),
  }
}

function banner(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = ''
    const note = (data: unknown) => {
      printed += data
      if (/Control .*\n/.test(printed)) resolve(printed)
    }
    child.stdout!.on('data', note)
    child.stderr!.on('data', note)
    child.on('exit', () => reject(new Error(`the server ended: ${printed}`)))
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
