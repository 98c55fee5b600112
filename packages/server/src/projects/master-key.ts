import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../config/read-settings.ts'
import { keepPrivately } from '../project/keep-privately.ts'
import { othersMay } from '../project/others-may.ts'
import { NothingKept, type Opening } from '../store/nothing-kept.ts'
import type { Store } from '../store/store.ts'

export interface MasterKeyPlace extends Opening {
  /** that of the settings: 64 hexadecimal characters */
  readonly given: string | undefined
  readonly dataDir: string
  /** the store is reached from several machines, and a key made on one of them is missing on the others */
  readonly shared?: boolean
  /** told of the file with the key that was made; without it none is made for a shared store */
  readonly onMade?: ((path: string) => void) | undefined
}

const checkName = 'master-key-check'

/**
 * The key that certificates are sealed with: that of the settings, else the one of the data folder, made on first
 * use with mode 0600. Recognised as wrong before anything is sealed with it.
 *
 * @returns 32 bytes
 * @throws ConfigError when the store was sealed with another, or with one that is not here; when others can read it; NothingKept
 */
export async function openMasterKey(store: Store, place: MasterKeyPlace): Promise<Uint8Array> {
  const path = join(place.dataDir, 'master-key')
  const kept = await store.findValue(checkName)
  if (kept === undefined && place.make === false) throw new NothingKept()
  const text = place.given ?? (await readOwn(path)) ?? (await makeOwn(path, place, kept))
  if (!/^[\da-f]{64}$/i.test(text)) {
    throw new ConfigError([`${path} is damaged: it must hold 64 hexadecimal characters`])
  }
  const key = new Uint8Array(Buffer.from(text, 'hex'))
  const own = checkOf(key)
  if (isSame(kept ?? (await store.keepValue(checkName, () => own)), own)) return key
  const where = place.given === undefined ? path : 'SYMBOLON_MASTER_KEY'
  throw new ConfigError([
    `${where} is not the master key that the certificates of this database were sealed with`,
  ])
}

/** What a store keeps to know its master key again. */
function checkOf(key: Uint8Array): string {
  return createHmac('sha256', key).update('symbolon master key').digest('hex')
}

function isSame(kept: string, own: string): boolean {
  return kept.length === own.length && timingSafeEqual(Buffer.from(kept), Buffer.from(own))
}

/** As ssh does: a secret that others can read is used for nothing. */
async function readOwn(path: string): Promise<string | undefined> {
  try {
    if (othersMay(await stat(path))) {
      throw new ConfigError([
        `${path} can be read or written by others than its owner. Forbid it: chmod 600 '${path}'. If others could have read it, treat it as known to them.`,
      ])
    }
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (error instanceof ConfigError) throw error
    if (code === 'ENOENT') return undefined
    throw new ConfigError([`${path} cannot be read: ${code}`])
  }
}

async function makeOwn(
  path: string,
  { shared, onMade }: MasterKeyPlace,
  kept: string | undefined,
): Promise<string> {
  if (kept !== undefined) {
    throw new ConfigError([
      `the master key of this database is not here: set SYMBOLON_MASTER_KEY to it, or bring the file to ${path} (mode 0600).`,
    ])
  }
  if (shared && onMade === undefined) {
    throw new ConfigError([
      'SYMBOLON_MASTER_KEY is not set, and this database has no master key yet. Make one (openssl rand -hex 32), keep it somewhere safe, and give every server of this database the same.',
    ])
  }
  const made = await keepPrivately(path, () => `${randomBytes(32).toString('hex')}\n`)
  onMade?.(path)
  return made.trim()
}
