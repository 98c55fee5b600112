import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { appId, certificate } from '../../../../packages/emulator/test/fixture.ts'

const binary = join(import.meta.dirname, '../../../../packages/cli/bin/symbolon.js')

/** Why a process cannot be weighed here; nothing when it can. */
export const missingProc: string | undefined =
  process.platform === 'linux' ? undefined : 'memory of another process is read from /proc'

/** What a process holds at one moment. */
export interface Weight {
  readonly rssBytes: number
  /** sockets, pipes, files */
  readonly handles: number
}

/** `symbolon emulate --port 0` as a process of its own, with co-host authentication and a clock that runs. */
export class EmulatorProcess {
  readonly port: number
  readonly pid: number
  readonly mediaPid: number
  readonly #child: ChildProcess
  readonly #complaints: () => string

  private constructor(child: ChildProcess, port: number, complaints: () => string) {
    this.#child = child
    this.#complaints = complaints
    this.port = port
    this.pid = child.pid!
    const children = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8')
    this.mediaPid = Number(children.trim().split(' ')[0])
  }

  static async start(): Promise<EmulatorProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'symbolon-soak-'))
    const env = {
      PATH: process.env.PATH,
      AGORA_APP_ID: appId,
      AGORA_APP_CERTIFICATE: certificate,
      SYMBOLON_DATA_DIR: dataDir,
    }
    const args = [binary, 'emulate', '--port', '0', '--cohost', 'on', '--json']
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    onTestFinished(() => {
      child.kill('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true })
    })
    let complaints = ''
    child.stderr.on('data', (part) => {
      complaints = `${complaints}${part}`.slice(-4000)
    })
    const { data } = await firstObject(child)
    if (!data.media) throw new Error('there is no media plane here')
    return new EmulatorProcess(child, Number(new URL(data.url).port), () => complaints)
  }

  weigh(pid: number): Weight {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])
    return { rssBytes: kilobytes * 1024, handles: readdirSync(`/proc/${pid}/fd`).length }
  }

  /** What the emulator and its media process have written to stderr, of late. */
  get complaints(): string {
    return this.#complaints()
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  /** Asks the control API. */
  control(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ [key: string]: unknown }> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path: `/emulator/v1${path}`, method }
      const headers = { 'content-type': 'application/json' }
      const asked = request({ ...options, headers, rejectUnauthorized: false })
      asked.on('error', reject)
      asked.on('response', (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part) => {
          text += part
        })
        response.on('end', () => resolve(JSON.parse(text)))
      })
      asked.end(body && JSON.stringify(body))
    })
  }

  /** Ends it as a service manager would. Gives the exit code. */
  stop(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#child.once('exit', (code) => resolve(code))
      this.#child.kill('SIGTERM')
    })
  }
}

function firstObject(child: ChildProcess): Promise<{ data: { url: string; media: boolean } }> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.once('exit', (code) => reject(new Error(`the emulator ended at its start (${code})`)))
    child.stdout!.on('data', (part) => {
      text += part
      if (text.includes('\n}')) resolve(JSON.parse(text))
      else if (/^\{.*\}\s*$/.test(text)) resolve(JSON.parse(text))
    })
  })
}
