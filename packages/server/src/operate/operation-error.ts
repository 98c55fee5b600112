import { isPostgres, type OwnPlace, ownPlace } from '../authority.ts'
import type { SettingsSource } from '../config/read-settings.ts'

export type OperationErrorCode =
  | 'BACKUP_EXISTS'
  | 'BACKUP_UNUSABLE'
  | 'DATABASE_EXISTS'
  | 'DATABASE_HELD'
  | 'DATABASE_NOT_A_FILE'
  | 'NOTHING_KEPT'

/** An operation that was not done, and how it can be. Nothing was changed. */
export class OperationError extends Error {
  override readonly name = 'OperationError' as const
  readonly code: OperationErrorCode
  readonly fix: string

  constructor(code: OperationErrorCode, message: string, fix: string) {
    super(message)
    this.code = code
    this.fix = fix
  }
}

/** The SQLite file of who calls a command. @throws OperationError when it is none · ConfigError */
export function ownFileOf(source: SettingsSource, instead: string): OwnPlace {
  const own = ownPlace(source)
  if (!isPostgres(own.place)) return own
  const message = 'the database is PostgreSQL, which has tools of its own for this'
  throw new OperationError('DATABASE_NOT_A_FILE', message, instead)
}
