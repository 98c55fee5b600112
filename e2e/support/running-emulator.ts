import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmulatorClock, inMemory, type LogEntry } from '@symbolon/emulator'
import { serveEmulator } from '@symbolon/emulator/serve'
import { onTestFinished } from 'vitest'

/** The public sample values of the official test vectors. */
export const appId = '970CA35de60c44645bbae8a215061b33'
export const certificate = '5CFd2fd1755d40ecb72977518be15d3b'

/** An emulator as the command starts it, whose time passes, until the test ends. */
export async function runningEmulator() {
  const dataDir = mkdtempSync(join(tmpdir(), 'symbolon-emulator-'))
  const { port, platform, close } = await serveEmulator({
    projects: inMemory([{ appId, certificate }]),
    clock: new EmulatorClock({ running: true }),
    port: 0,
    dataDir,
  })
  onTestFinished(async () => {
    await close()
    rmSync(dataDir, { recursive: true })
  })
  /** what happened to a member, in order */
  const happened = (uid: number): LogEntry[] =>
    platform.log.entries().filter((entry) => 'uid' in entry && entry.uid === uid)
  return { port, happened }
}
