export type AuthorityErrorCode =
  | 'AUTHORITY_DAMAGED'
  | 'AUTHORITY_INCOMPLETE'
  | 'AUTHORITY_UNREADABLE'
  | 'AUTHORITY_EXPIRED'

/** Thrown when the local certificate authority cannot be used. `message` and `fix` are for people. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError' as const
  readonly code: AuthorityErrorCode
  readonly fix: string

  constructor(code: AuthorityErrorCode, message: string, fix: string) {
    super(message)
    this.code = code
    this.fix = fix
  }
}

export interface AuthorityFiles {
  readonly certificatePath: string
  readonly keyPath: string
}

export function damaged(path: string, files: AuthorityFiles): AuthorityError {
  const message = `${path} is damaged, or not of the emulator's certificate authority`
  return new AuthorityError('AUTHORITY_DAMAGED', message, remove(files))
}

/** What to do about files that are of no use any more; nothing of ours removes them. */
export function remove({ certificatePath, keyPath }: AuthorityFiles): string {
  return `Remove ${certificatePath} and ${keyPath}, and a new one is made. Then trust that one: symbolon trust.`
}
