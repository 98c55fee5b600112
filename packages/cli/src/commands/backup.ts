import { resolve } from 'node:path'
import { backUp } from '@symbolon/server/operate'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'
import { ownerActs } from '../owner/own-name.ts'

const help = `Usage: symbolon backup <file>

Copies the database into a new file that this user alone can read, while servers go on. For SQLite;
PostgreSQL has pg_dump. The master key is not in it: keep that elsewhere, for certificates cannot be
opened without. It has to be here, though, for the audit is told of every backup.

  symbolon backup symbolon-$(date +%F).backup

      --json    print one JSON object
  -h, --help    show this
`

/** `symbolon backup`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, commonOptions)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length !== 1) throw usageError('into which file?')
  const file = resolve(io.cwd, positionals[0]!)
  const { of, bytes, noted } = await backUp(io, file, ownerActs(io))
  const text = `${file}: ${Math.ceil(bytes / 1024)} KiB, whole
The master key is not in it. Keep it elsewhere: without it the certificates cannot be opened.
${noted ? '' : 'The audit was not told of it: the database cannot be written at the moment. Is its disk full?\n'}`
  return printResult(io, {
    command: 'backup',
    json: values.json,
    data: { file, of, bytes, noted },
    text,
  })
}
