import { examine, type Finding } from '@symbolon/server/operate'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'

const help = `Usage: symbolon doctor [--time <url>]

Looks at what is usually wrong, and says what to do: Node, settings, the data folder, the database
and its master key, projects, keys, the port. Makes nothing. Exit code 0 when all works, 1 when
something does not; what only surprises ("warn") is no failure.

      --time <url>   compares the clock with that of a web server, such as https://example.com
      --json         print one JSON object
  -h, --help         show this
`

const options = { ...commonOptions, time: { type: 'string' } } as const

/** `symbolon doctor`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('doctor takes no argument')
  const { time: timeUrl } = values
  if (timeUrl !== undefined && !/^https:\/\//.test(timeUrl)) {
    throw usageError('--time is an address that begins with https://')
  }
  const { env, cwd, now } = io
  const findings = await examine({ env, cwd }, { now, timeUrl })
  const text = findings.map(findingText).join('')
  const failed = findings.some(({ state }) => state === 'fail')
  const exitCode = failed ? exitCodes.failure : exitCodes.ok
  return printResult(io, {
    command: 'doctor',
    json: values.json,
    data: { findings },
    text,
    exitCode,
  })
}

function findingText({ state, about, text, remedy }: Finding): string {
  const next = remedy === undefined ? '' : `      ${remedy}\n`
  return `${state.padEnd(5)} ${about}: ${text}\n${next}`
}
