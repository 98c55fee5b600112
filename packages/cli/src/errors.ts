import { type ExitCode, exitCodes } from './exit-codes.ts'

/** A command that could not do what it was asked. `message` and `fix` are for people; neither holds a secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError' as const
  readonly code: string
  readonly fix: string
  readonly exitCode: ExitCode

  constructor(
    code: string,
    message: string,
    { fix, exitCode }: { readonly fix: string; readonly exitCode: ExitCode },
  ) {
    super(message)
    this.code = code
    this.fix = fix
    this.exitCode = exitCode
  }
}

/** Wrong arguments: nothing was done. */
export function usageError(
  message: string,
  fix = 'Add --help to see how it is called.',
): CommandError {
  return new CommandError('USAGE', message, { fix, exitCode: exitCodes.usage })
}
