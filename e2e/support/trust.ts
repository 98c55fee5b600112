import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { findCertutil } from '../../scripts/certutil.mjs'

const binary = join(import.meta.dirname, '../../packages/cli/bin/symbolon.js')
const certutil = await findCertutil()

/** Why Chromium cannot be told whom to trust here; nothing when it can. */
export const missingCertutil: string | undefined =
  certutil === undefined
    ? 'no certutil for this platform: on Linux, install libnss3-tools'
    : undefined

/** A home folder that is gone when the test ends, with a store of its own for whom Chromium trusts. */
export interface Home {
  readonly dataDir: string
  /** for whatever is to live there */
  readonly env: Readonly<Record<string, string>>
  /** runs the commands that `symbolon trust` shows for Chromium */
  run(act: 'install' | 'remove'): void
}

export function newHome(): Home {
  const home = mkdtempSync(join(tmpdir(), 'symbolon-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))
  const dataDir = join(home, 'data')
  const env = {
    HOME: home,
    XDG_DATA_HOME: join(home, '.local', 'share'),
    SYMBOLON_DATA_DIR: dataDir,
  }
  return { dataDir, env, run: (act) => runShown(act, env) }
}

function runShown(act: 'install' | 'remove', env: Readonly<Record<string, string>>): void {
  if (certutil === undefined) throw new Error('no certutil here')
  const PATH = [dirname(certutil.path), process.env.PATH].join(delimiter)
  const shown = execFileSync(process.execPath, [binary, 'trust', '--json'], {
    encoding: 'utf8',
    env: { PATH, ...env },
  })
  const { stores } = JSON.parse(shown).data
  const chromium = stores.find(({ id }: { id: string }) => id === 'chromium')
  for (const line of chromium[act])
    execFileSync('/bin/sh', ['-c', line], { env: { PATH, ...certutil.env, ...env } })
}
