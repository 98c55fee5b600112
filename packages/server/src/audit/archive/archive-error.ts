/** Why the audit was not shortened. */
export type ArchiveErrorCode =
  | 'ARCHIVE_EXISTS'
  | 'ARCHIVE_UNUSABLE'
  | 'ARCHIVE_STOPPED'
  | 'AUDIT_FAULTY'
  | 'AUDIT_CUT_MEANWHILE'
  | 'AUDIT_CUT_UNSURE'

/** An archive that was not made, or not to its end, and what can be done. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError' as const
  readonly code: ArchiveErrorCode
  readonly fix: string

  constructor(code: ArchiveErrorCode, message: string, fix: string) {
    super(message)
    this.code = code
    this.fix = fix
  }
}

/** @param fix - what became of it, and what can be done */
export function throwIfStopped(signal: AbortSignal | undefined, fix: string): void {
  if (signal?.aborted) throw new ArchiveError('ARCHIVE_STOPPED', 'it was stopped', fix)
}
