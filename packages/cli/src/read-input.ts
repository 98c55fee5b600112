import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CommandError, usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

const mostBytes = 1_048_576

/** Everything on stdin, without the newline that `echo` and our own output end with. */
export async function readStdin({ stdin }: Io): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > mostBytes) throw tooLarge('stdin')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

/** @throws CommandError `FILE_UNREADABLE` */
export async function readTextFile(path: string, { cwd }: Io): Promise<string> {
  const place = resolve(cwd, path)
  try {
    const { size } = await stat(place)
    if (size <= mostBytes) return await readFile(place, 'utf8')
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable'
    throw new CommandError('FILE_UNREADABLE', `${path} cannot be read: ${reason}`, {
      fix: 'Check the path after the @.',
      exitCode: exitCodes.usage,
    })
  }
  throw tooLarge(path)
}

function tooLarge(name: string): CommandError {
  return usageError(`${name} holds more than 1 MiB`, 'Pass the token alone.')
}

/** The one token of `inspect`, `verify` and `explain`: an argument, or `-` for stdin. */
export async function readToken(positionals: readonly string[], io: Io): Promise<string> {
  const [token, ...rest] = positionals
  if (token === undefined) throw usageError('give a token, or - to read it from stdin')
  if (rest.length > 0) {
    throw usageError('give one token; quote it if your shell splits it')
  }
  return token === '-' ? await readStdin(io) : token
}
