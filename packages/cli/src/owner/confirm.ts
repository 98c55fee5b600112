import { createInterface } from 'node:readline/promises'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/**
 * Lets a person type what is about to be hit. Scripts say `--yes`.
 *
 * @throws CommandError `USAGE` where nobody can be asked, `NOT_CONFIRMED` when something else was typed
 */
export async function confirm({ stdin, stderr }: Io, what: string, name: string): Promise<void> {
  if ((stdin as { readonly isTTY?: boolean }).isTTY !== true) {
    throw usageError(`${what}. Nobody can be asked here: say --yes, or --dry-run to see it first`)
  }
  const asking = createInterface({ input: stdin, output: stderr })
  try {
    const typed = await asking.question(`${what}. Type ${name} to go on: `)
    if (typed.trim() === name) return
  } finally {
    asking.close()
  }
  throw new CommandError('NOT_CONFIRMED', 'something else was typed; nothing was done', {
    fix: `Type ${name} as it is written.`,
    exitCode: exitCodes.failure,
  })
}
