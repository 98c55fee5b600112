import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, copyFile, link, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Act } from '../act.ts'
import { authorityChain } from '../audit/note.ts'
import { type OwnPlace, openAuthority } from '../authority.ts'
import { ConfigError, type SettingsSource } from '../config/read-settings.ts'
import { makeFolder } from '../project/keep-file.ts'
import { syncFile, syncFolderOf } from './durable.ts'
import { OperationError, ownFileOf } from './operation-error.ts'

export interface Restored {
  /** the database as it is now */
  readonly to: string
  readonly projects: number
  readonly keys: number
}

/**
 * Puts a backup in the place of the database of who calls a command: after it was found whole, of no newer version,
 * and sealed with the master key that is here. Until then nothing of what is there is touched. The audit that comes with
 * it is told, with the digest of the backup.
 *
 * @param force - also over a database that is there
 * @param act - who has it done, and when
 * @throws OperationError · ConfigError
 */
export async function restore(
  source: SettingsSource,
  file: string,
  { force, act }: { readonly force: boolean; readonly act: Act },
): Promise<Restored> {
  const own = ownFileOf(source, 'Use pg_restore, and give the servers the same master key.')
  const { place } = own
  if (!existsSync(file)) {
    throw new OperationError('BACKUP_UNUSABLE', `${file} is not there`, 'Name a backup.')
  }
  if (existsSync(place) && !force) throw occupied(place)
  await makeFolder(dirname(place))
  const aside = `${place}.${randomBytes(6).toString('hex')}`
  const whole = `${aside}.whole`
  try {
    await copyFile(file, aside)
    await chmod(aside, 0o600)
    const sha256 = await digestOf(aside)
    const about = { sha256, replaced: existsSync(place) }
    const counted = await tried(aside, { own, act, about })
    await writeFile(whole, '', { mode: 0o600, flag: 'wx' })
    const { copyWhole } = await import('./sqlite-file.ts')
    copyWhole(aside, whole) // what was opened has a log beside it, and may still be held
    await syncFile(whole)
    await (force ? replace(whole, place) : putIn(whole, place))
    await syncFolderOf(place)
    return { to: place, ...counted }
  } finally {
    for (const suffix of sides) await rm(`${aside}${suffix}`, { force: true })
    await rm(whole, { force: true })
  }
}

const sides = ['', '-wal', '-shm', '-journal']

interface Trying {
  readonly own: OwnPlace
  readonly act: Act
  /** what the audit is told beside what is in it */
  readonly about: object
}

/** Opened as a server would, which brings its tables up to date, and told where it comes from. */
async function tried(path: string, { own, act, about }: Trying) {
  const { masterKey, dataDir } = own
  const { checkIntegrity } = await import('./sqlite-file.ts')
  checkIntegrity(path)
  try {
    const { store, close } = await openAuthority(path, { masterKey, dataDir, make: false })
    try {
      const [projects, keys] = [await store.listProjects(), await store.listKeys()]
      const counted = { projects: projects.length, keys: keys.length }
      const whole = { ...about, ...counted }
      const note = {
        chain: authorityChain,
        action: 'backup.restored',
        ...act,
        about: whole,
      } as const
      await store.audit.write([note])
      return counted
    } finally {
      await close()
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new ConfigError(error.problems.map((line) => line.replaceAll(path, 'the backup')))
  }
}

/** As `sha256sum` says it. */
async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part)
  return hash.digest('hex')
}

/** @throws OperationError when another was quicker */
async function putIn(aside: string, place: string): Promise<void> {
  await link(aside, place).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? occupied(place) : error
  })
}

async function replace(aside: string, place: string): Promise<void> {
  if (!existsSync(place)) return await putIn(aside, place)
  const { alone } = await import('./sqlite-file.ts')
  await alone(place, async () => {
    // its log must not be taken for one of the new file
    for (const suffix of sides.slice(1)) await rm(`${place}${suffix}`, { force: true })
    await rename(aside, place)
  })
}

function occupied(place: string): OperationError {
  const fix = 'Make a backup of it first; then --force puts this one in its place.'
  return new OperationError('DATABASE_EXISTS', `there is a database at ${place}`, fix)
}
