import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const binary = join(import.meta.dirname, '../../packages/cli/dist/main.js')

/** `symbolon dev`, as `npm start` runs it, on free ports and with a data folder of its own. */
export interface Dev {
  /** the token server */
  readonly server: string
  /** the emulator and the demo */
  readonly emulator: string
  readonly banner: string
  readonly close: () => Promise<void>
}

/** @param args - of `symbolon dev` */
export function startDev(...args: readonly string[]): Promise<Dev> {
  return startDevIn(mkdtempSync(join(tmpdir(), 'symbolon-dev-')), args)
}

/** @param folder - its data folder, gone when it is closed */
export async function startDevIn(folder: string, args: readonly string[] = []): Promise<Dev> {
  const own = { HOME: folder, SYMBOLON_DATA_DIR: folder, PORT: '0', SYMBOLON_EMULATOR_PORT: '0' }
  const child = spawn(process.execPath, [binary, 'dev', ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const banner = await printed(child, /https:\/\/localhost:\d+[\s\S]*\n\n/)
  return {
    server: /http:\/\/127\.0\.0\.1:\d+/.exec(banner)![0],
    emulator: /https:\/\/localhost:\d+/.exec(banner)![0],
    banner,
    async close() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'close')
      rmSync(folder, { recursive: true })
    },
  }
}

function printed(child: ChildProcess, wanted: RegExp): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      text += part
      if (wanted.test(text)) resolve(text)
    })
    child.on('close', () => reject(new Error(`ended early: ${text}`)))
  })
}
