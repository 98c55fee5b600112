import type { Readable } from 'node:stream'
import { CommandError, usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { readStdin, readTextFile } from './read-input.ts'

/** What `--password` says in every help. */
export const passwordHelp =
  '      --password @<file> | -  12 to 256 characters, from a file or stdin (default: asked for)'

/**
 * The value of `--password`; without it, it is asked for on a terminal, and not shown there. Only `@file` and `-`: what
 * stands on a command line ends up in the shell's history and in every process list.
 *
 * @throws CommandError `USAGE` or `FILE_UNREADABLE`; never repeats what was given
 */
export async function readPassword(option: string | undefined, io: Io): Promise<string> {
  if (option === '-') return await readStdin(io)
  if (option?.startsWith('@')) {
    return (await readTextFile(option.slice(1), io)).replace(/\r?\n$/, '')
  }
  if (option !== undefined) {
    throw usageError(
      '--password does not take the password itself: the command line is kept in the shell history and shown to every user of this machine',
      'Leave it out to be asked for it, or write --password @file, or --password - and pipe it in.',
    )
  }
  const terminal = io.stdin as Terminal
  if (!terminal.isTTY) {
    throw usageError(
      'the password is missing',
      'Write --password @file, or --password - and pipe it in.',
    )
  }
  const password = await ask(terminal, io, 'Password: ')
  if ((await ask(terminal, io, 'Once more: ')) === password) return password
  throw usageError('those were two different passwords', 'Type the same one twice.')
}

/** Standard input, where somebody types. */
type Terminal = Readable & {
  readonly isTTY?: boolean
  readonly setRawMode?: (raw: boolean) => unknown
}

const mostCharacters = 1024

/** One line, which is not shown while it is typed. */
async function ask(terminal: Terminal, { stderr }: Io, question: string): Promise<string> {
  stderr.write(question)
  terminal.setRawMode?.(true)
  try {
    return await typedLine(terminal)
  } finally {
    terminal.setRawMode?.(false)
    stderr.write('\n')
  }
}

function typedLine(terminal: Terminal): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed: string[] = []
    const end = (act: () => void, rest = '') => {
      terminal.off('data', onData).off('end', onEnd).pause()
      if (rest !== '') terminal.unshift(Buffer.from(rest))
      act()
    }
    const onEnd = () => end(() => reject(given()))
    const onData = (data: Buffer | string) => {
      const characters = [...data.toString()]
      for (const [nth, character] of characters.entries()) {
        if (character === '\r' || character === '\n') {
          const rest = characters
            .slice(nth + 1)
            .join('')
            .replace(/^\n/, '')
          return end(() => resolve(typed.join('')), rest)
        }
        if (character === '\u0003' || character === '\u0004') return onEnd()
        if (character === '\u007f' || character === '\b') typed = typed.slice(0, -1)
        else if (typed.length < mostCharacters) typed.push(character)
      }
    }
    terminal.on('data', onData).on('end', onEnd)
    terminal.resume()
  })
}

function given(): CommandError {
  return new CommandError('INTERRUPTED', 'no password was typed', {
    fix: 'Nothing was changed.',
    exitCode: exitCodes.failure,
  })
}
