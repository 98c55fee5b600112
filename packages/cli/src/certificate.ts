import { usageError } from './errors.ts'
import type { Io } from './io.ts'
import { readStdin, readTextFile } from './read-input.ts'

/** What `--certificate` says in every help. */
export const certificateHelp =
  '      --certificate @<file> | -  App Certificate from a file or stdin  (AGORA_APP_CERTIFICATE)'

/**
 * The value of `--certificate`. Only `@file` and `-`: what stands on a command line ends up in the
 * shell's history and in every process list.
 *
 * @throws CommandError `USAGE` or `FILE_UNREADABLE`; never repeats what was given
 */
export async function readCertificate(
  option: string | undefined,
  io: Io,
  stdinIsTaken = false,
): Promise<string | undefined> {
  if (option === undefined) return undefined
  if (option === '-' && stdinIsTaken) throw usageError('only one thing can be read from stdin')
  if (option === '-') return (await readStdin(io)).trim()
  if (option.startsWith('@')) return (await readTextFile(option.slice(1), io)).trim()
  throw usageError(
    '--certificate does not take the certificate itself: the command line is kept in the shell history and shown to every user of this machine',
    'Set AGORA_APP_CERTIFICATE, or write --certificate @file, or --certificate - and pipe it in. Rotate the certificate if the machine is shared.',
  )
}
