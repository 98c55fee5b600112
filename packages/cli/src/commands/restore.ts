import { resolve } from 'node:path'
import { restore } from '@symbolon/server/operate'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'
import { ownerActs } from '../owner/own-name.ts'

const help = `Usage: symbolon restore <file> [--force]

Makes a backup the database (SYMBOLON_DATABASE, default symbolon.db in the data folder), after it
was found whole, and sealed with the master key that is here. Servers have to be stopped before.

  symbolon restore symbolon-2026-01-31.backup

      --force   replace the database that is there
      --json    print one JSON object
  -h, --help    show this
`

const options = { ...commonOptions, force: { type: 'boolean', default: false } } as const

/** `symbolon restore`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length !== 1) throw usageError('from which file?')
  const { force } = values
  const file = resolve(io.cwd, positionals[0]!)
  const restored = await restore(io, file, { force, act: ownerActs(io) })
  const { to, projects, keys } = restored
  const text = `${to}: ${projects} projects, ${keys} keys
Everything is as it was then. What was revoked or deleted since is good again: symbolon key list, symbolon cert list.
`
  return printResult(io, { command: 'restore', json: values.json, data: restored, text })
}
