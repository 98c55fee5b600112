import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { OperationError } from './operation-error.ts'

const patienceMs = 5000

/**
 * @param to - an empty file, or none
 * @throws OperationError when either cannot be used
 */
export function copyWhole(from: string, to: string): void {
  using(from, { readOnly: true }, (database) => {
    // one read transaction, so who writes is not held up; no prepared statement, for one that was not yet collected as
    // garbage keeps a file open after it was closed
    database.exec(`vacuum into '${to.replaceAll("'", "''")}'`)
  })
}

/** @throws OperationError when a page is damaged, or it is no database */
export function checkIntegrity(path: string): void {
  using(path, { readOnly: true }, (database) => {
    const found = database.prepare('pragma integrity_check').all() as Record<string, string>[]
    const [{ integrity_check: said = '' } = {}] = found
    if (said !== 'ok') throw new Error(said.slice(0, 200))
    const broken = database.prepare('pragma foreign_key_check').all().length
    if (broken > 0) throw new Error(`${broken} rows belong to something that is not there`)
  })
}

/**
 * Does something while no other process has the database open, and none can begin to write.
 *
 * @throws OperationError `DATABASE_HELD`
 */
export async function alone(path: string, act: () => Promise<void>): Promise<void> {
  const database = lockedOrDamaged(path)
  try {
    await act()
  } finally {
    database?.close()
  }
}

/** To leave the mode with a log, SQLite must have the file for itself: whoever has it open, even idle, prevents it. */
function lockedOrDamaged(path: string): DatabaseSyncInstance | undefined {
  let database: DatabaseSyncInstance | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('pragma locking_mode = exclusive')
    database.exec('pragma journal_mode = delete')
    database.exec('begin exclusive')
    return database
  } catch (error) {
    database?.close()
    if (!/locked|busy/i.test((error as Error).message)) return undefined // no database that anyone could hold
    const fix = 'Stop the servers and commands that use it, then try again.'
    throw new OperationError('DATABASE_HELD', `${path} is in use`, fix)
  }
}

function using<Result>(
  path: string,
  { readOnly }: { readonly readOnly: boolean },
  act: (database: DatabaseSyncInstance) => Result,
): Result {
  let database: DatabaseSyncInstance | undefined
  try {
    database = new DatabaseSync(path, { timeout: patienceMs, readOnly })
    return act(database)
  } catch (error) {
    const fix = 'Use another backup; the file itself was not changed.'
    const message = `${path} cannot be used: ${(error as Error).message}`
    throw new OperationError('BACKUP_UNUSABLE', message, fix)
  } finally {
    database?.close()
  }
}
