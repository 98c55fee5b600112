import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, rm, stat, writeFile } from 'node:fs/promises'
import type { Act } from '../act.ts'
import { authorityChain } from '../audit/note.ts'
import { type OwnPlace, openAuthority } from '../authority.ts'
import type { SettingsSource } from '../config/read-settings.ts'
import { isUnavailable } from '../store/unavailable.ts'
import { syncFile, syncFolderOf } from './durable.ts'
import { OperationError, ownFileOf } from './operation-error.ts'

export interface Backup {
  /** the database it is of */
  readonly of: string
  readonly bytes: number
  /** false: the audit could not be told, for the database cannot be written at the moment */
  readonly noted: boolean
}

/**
 * Copies the database of who calls a command into one new file of mode 0600, as it is at one instant, while servers
 * write. It appears whole or not at all. The master key is not in it, but needed: that a copy is made is noted in the
 * audit first, so that the copy says it too; where that cannot be written, as on a full disk, the copy is made all the same.
 *
 * @param file - must not be there yet
 * @param act - who has it made, and when
 * @throws OperationError · ConfigError
 */
export async function backUp(source: SettingsSource, file: string, act: Act): Promise<Backup> {
  const own = ownFileOf(source, 'Use pg_dump, and keep the master key elsewhere.')
  const { place } = own
  if (!existsSync(place)) {
    const fix = 'Name the database: SYMBOLON_DATABASE, or SYMBOLON_DATA_DIR.'
    throw new OperationError('NOTHING_KEPT', `there is no database at ${place}`, fix)
  }
  if (existsSync(file)) throw existing(file)
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(aside, '', { mode: 0o600, flag: 'wx' }).catch(unwritable)
    const noted = await note(own, act)
    const { checkIntegrity, copyWhole } = await import('./sqlite-file.ts')
    copyWhole(place, aside)
    checkIntegrity(aside)
    await syncFile(aside)
    await link(aside, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? existing(file) : error
    })
    await syncFolderOf(file)
    return { of: place, bytes: (await stat(file)).size, noted }
  } finally {
    await rm(aside, { force: true })
  }
}

/** Without the name of the copy: it tells of the machine, and the audit is read by others. @returns whether it is written */
async function note({ place, masterKey, dataDir }: OwnPlace, act: Act): Promise<boolean> {
  const { store, close } = await openAuthority(place, { masterKey, dataDir, make: false })
  try {
    const [projects, keys] = [await store.listProjects(), await store.listKeys()]
    const about = { projects: projects.length, keys: keys.length }
    await store.audit.write([{ chain: authorityChain, action: 'backup.made', ...act, about }])
    return true
  } catch (error) {
    if (!isUnavailable(error)) throw error
    return false
  } finally {
    await close()
  }
}

function existing(file: string): OperationError {
  return new OperationError('BACKUP_EXISTS', `${file} is there already`, 'Choose another name.')
}

function unwritable({ code }: NodeJS.ErrnoException): never {
  const fix = 'Choose a folder that is there and can be written.'
  throw new OperationError('BACKUP_UNUSABLE', `the backup cannot be written: ${code}`, fix)
}
