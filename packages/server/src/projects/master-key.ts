import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import { ConfigError } from '../config/read-settings.ts'
import { keepPrivately } from '../project/keep-privately.ts'
import type { Store } from '../store/store.ts'

/**
 * The key that certificates are sealed with: that of the settings, else the one of the data folder, made on first
 * use with mode 0600. Recognised as wrong before anything is sealed with it.
 *
 * @param given - 64 hexadecimal characters
 * @returns 32 bytes
 * @throws ConfigError when the store was sealed with another
 */
export async function openMasterKey(
  store: Store,
  { given, dataDir }: { readonly given: string | undefined; readonly dataDir: string },
): Promise<Uint8Array> {
  const path = join(dataDir, 'master-key')
  const text =
    given ?? (await keepPrivately(path, () => `${randomBytes(32).toString('hex')}\n`)).trim()
  if (!/^[\da-f]{64}$/i.test(text)) {
    throw new ConfigError([`${path} is damaged: it must hold 64 hexadecimal characters`])
  }
  const key = new Uint8Array(Buffer.from(text, 'hex'))
  const own = createHmac('sha256', key).update('symbolon master key').digest('hex')
  const kept = await store.keepValue('master-key-check', () => own)
  if (kept.length === own.length && timingSafeEqual(Buffer.from(kept), Buffer.from(own))) return key
  const where = given === undefined ? path : 'SYMBOLON_MASTER_KEY'
  throw new ConfigError([
    `${where} is not the master key that the certificates of this database were sealed with`,
  ])
}
