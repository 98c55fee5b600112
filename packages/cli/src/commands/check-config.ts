import { checkConfig } from '@symbolon/server/operate'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'

const help = `Usage: symbolon check-config [--dev]

Reads all settings as symbolon serve would here and now, from the environment, from .env and from
files, and says everything that is wrong. Opens no database and no port. Exit code 0 when nothing
is, 2 when something is.

      --dev     as symbolon dev would
      --json    print one JSON object
  -h, --help    show this
`

const options = { ...commonOptions, dev: { type: 'boolean', default: false } } as const

/** `symbolon check-config`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('check-config takes no argument')
  const command = values.dev ? 'dev' : 'serve'
  const { env, cwd } = io
  const set = checkConfig({ env, cwd }, { command, lan: false })
  const rest = set.length === 0 ? 'Everything has its default.' : `Set: ${set.join(', ')}.`
  const text = `symbolon ${command} would start. ${rest}\n`
  return printResult(io, {
    command: 'check-config',
    json: values.json,
    data: { command, set },
    text,
  })
}
