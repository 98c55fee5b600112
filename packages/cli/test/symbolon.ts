import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'
import { dispatch } from '../src/dispatch.ts'

export const binary: string = fileURLToPath(new URL('../dist/main.js', import.meta.url))
export const appId = '0123456789abcdef0123456789ABCDEF'
export const certificate = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
export const credentials = { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE: certificate }

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

interface How {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  /** somebody sits there and types the input */
  readonly typing?: boolean
  /** so many seconds later; within this process alone */
  readonly later?: number
}

/** A folder of this test file alone, gone at its end. */
export const folder: string = mkdtempSync(join(tmpdir(), 'symbolon-cli-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return name
}

/** Runs the built command in {@link folder}, with nothing of this process's environment but the way to node. */
export function symbolon(args: readonly string[], how: How = {}): Promise<Ran> {
  return run(process.execPath, [binary, ...args], how)
}

/** The same within this process, which is quicker: for what does not depend on being a process. */
export async function command(
  args: readonly string[],
  { env = {}, input = '', typing = false, later = 0 }: How = {},
): Promise<Ran> {
  const stdout = new PassThrough({ encoding: 'utf8' })
  const stderr = new PassThrough({ encoding: 'utf8' })
  const now = () => Math.floor(Date.now() / 1000) + later
  const surroundings = { HOME: folder, SYMBOLON_DATA_DIR: join(folder, 'data'), ...env }
  const io = {
    env: surroundings,
    cwd: folder,
    stdin: Object.assign(Readable.from([input]), { isTTY: typing }),
    stdout,
    stderr,
    isTty: false,
    now,
  }
  const code = await dispatch(args, io)
  return { code, stdout: stdout.read() ?? '', stderr: stderr.read() ?? '' }
}

/** Runs a line through the shell; `symbolon` in it is the built command. */
export function shell(line: string, how: How = {}): Promise<Ran> {
  const command = `"${process.execPath}" "${binary}"`
  return run('/bin/sh', ['-c', line.replaceAll('symbolon ', `${command} `)], how)
}

function run(file: string, args: readonly string[], { env = {}, input = '' }: How): Promise<Ran> {
  const child = spawn(file, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, SYMBOLON_DATA_DIR: join(folder, 'data'), ...env },
  })
  const out = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (out.stderr += text))
  child.stdin.on('error', () => undefined) // it may end without reading
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...out }))
  })
}

/** A token of the credentials above, as the command makes it. */
export async function create(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await symbolon(['token', 'create', ...args], {
    env: credentials,
  })
  if (code !== 0) throw new Error(stderr)
  return stdout.trimEnd()
}
