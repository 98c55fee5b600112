import type { AuthorityError } from '@symbolon/emulator/certificates'
import type { OperationError } from '@symbolon/server/operate'
import type { ArchiveError, ServerError } from '@symbolon/server/project'
import { isTokenError } from '@symbolon/token'
import { CommandError } from './errors.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** Success and failure have one shape, so that a script reads `ok` first: it is true with exit code 0 alone. */
type Envelope =
  | { readonly version: 1; readonly ok: boolean; readonly command: string; readonly data: unknown }
  | { readonly version: 1; readonly ok: false; readonly command: string; readonly error: Failure }

interface Failure {
  readonly code: string
  readonly message: string
  readonly fix: string
}

/** Prints what a command has to say, the envelope with `--json`, else the text for people; gives the exit code. */
export function printResult(
  io: Io,
  result: {
    readonly command: string
    readonly json: boolean
    readonly data: unknown
    readonly text: string
    /** default: ok. Another says that it did its work, and that what it looked at is not well. */
    readonly exitCode?: ExitCode | undefined
  },
): ExitCode {
  const { command, json, data, text, exitCode = exitCodes.ok } = result
  const ok = exitCode === exitCodes.ok
  io.stdout.write(json ? envelope({ version: 1, ok, command, data }) : text)
  return exitCode
}

/** Prints why a command failed, and gives the exit code. */
export function printFailure(
  io: Io,
  {
    command,
    json,
    error,
  }: { readonly command: string; readonly json: boolean; readonly error: unknown },
): ExitCode {
  const { exitCode, ...failure } = failureOf(error)
  if (json) io.stdout.write(envelope({ version: 1, ok: false, command, error: failure }))
  else {
    const who = command === '' ? 'symbolon' : `symbolon ${command}`
    io.stderr.write(`${who}: ${failure.message}\n${failure.fix}\n`)
  }
  return exitCode
}

function envelope(content: Envelope): string {
  return `${JSON.stringify(content, null, 2)}\n`
}

const expired = ['TOKEN_EXPIRED', 'TOKEN_TIMEOUT', 'PRIVILEGE_EXPIRED']
const parameters =
  /^(CHANNEL_(EMPTY|TOO_LONG|CHARACTERS)|ACCOUNT_|UID_(NOT|NEG|OUT)|ROLE_|EXPIRY_|APP_ID_INVALID|CERTIFICATE_INVALID|SERVICES_EMPTY)/

function failureOf(error: unknown): Failure & { readonly exitCode: ExitCode } {
  if (error instanceof CommandError) {
    const { code, message, fix, exitCode } = error
    return { code, message, fix, exitCode }
  }
  if (isTokenError(error)) {
    const { code, message } = error
    if (parameters.test(code))
      return { code, message, fix: 'Add --help to see what is allowed.', exitCode: exitCodes.usage }
    const exitCode = expired.includes(code) ? exitCodes.tokenExpired : exitCodes.tokenInvalid
    return {
      code,
      message,
      fix: 'Ask why: symbolon token explain, with the same arguments.',
      exitCode,
    }
  }
  if (isServerError(error)) {
    const { code, message } = error
    return { code, message, fix: 'See docs/errors.md.', exitCode: exitCodes.failure }
  }
  if (isAuthorityError(error) || isArchiveError(error)) {
    const { code, message, fix } = error
    return { code, message, fix, exitCode: exitCodes.failure }
  }
  if (isOperationError(error)) {
    const { code, message, fix } = error
    const exitCode = code === 'DATABASE_NOT_A_FILE' ? exitCodes.usage : exitCodes.failure
    return { code, message, fix, exitCode }
  }
  const { name, message } = error as Error
  // of @symbolon/server, told by its name so that its code need not be loaded for every command
  if (name === 'ConfigError') {
    return {
      code: 'CONFIG_INVALID',
      message,
      fix: 'See docs/configuration.md.',
      exitCode: exitCodes.usage,
    }
  }
  return {
    code: 'INTERNAL',
    message,
    fix: 'This is a fault of Symbolon; please report it.',
    exitCode: exitCodes.failure,
  }
}

/** Told by its name, as ConfigError is. */
function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && error.name === 'ServerError'
}

/** Told by its name, as ConfigError is. */
function isAuthorityError(error: unknown): error is AuthorityError {
  return error instanceof Error && error.name === 'AuthorityError'
}

/** Told by its name, as ConfigError is. */
function isArchiveError(error: unknown): error is ArchiveError {
  return error instanceof Error && error.name === 'ArchiveError'
}

/** Told by its name, as ConfigError is. */
function isOperationError(error: unknown): error is OperationError {
  return error instanceof Error && error.name === 'OperationError'
}
