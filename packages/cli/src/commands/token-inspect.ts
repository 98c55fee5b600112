import { type Inspection, inspect } from '@symbolon/token'
import { commonOptions, readArgs } from '../args.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'
import { type Paint, painter } from '../paint.ts'
import { quote } from '../quote.ts'
import { readToken } from '../read-input.ts'

const help = `Usage: symbolon token inspect <token> | -

Reads a token of any version (006, 007, Channel Keys, signaling). Nothing is proven: anybody can
write these bytes. To prove a token use token verify.

  symbolon token inspect 007eJxTY...
  pbpaste | symbolon token inspect -

      --json    print one JSON object
  -h, --help    show this
`

/** `symbolon token inspect`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, commonOptions)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  const data = inspect(await readToken(positionals, io))
  const text = `${describe(data, painter(io)).join('\n')}\n`
  printResult(io, { command: 'token inspect', json: values.json, data, text })
  if (!values.json)
    for (const { message } of data.warnings) io.stderr.write(`warning: ${message}\n`)
  return exitCodes.ok
}

function describe(
  { version, claims, salt, signature, canonical }: Inspection,
  paint: Paint,
): string[] {
  const head = paint('yellow', `unproven ${version} token`)
  const rows = { ...claims, salt, signature, canonical }
  return [head, ...indented(rows)]
}

/** Claims as an outline: lists and objects deeper, instants with their date. */
function indented(value: object, depth = 1): string[] {
  const pad = '  '.repeat(depth)
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'object' || inner === null) return [`${pad}${name}: ${say(name, inner)}`]
    return [`${pad}${name}:`, ...indented(inner, depth + 1)]
  })
}

const instants = ['issuedAt', 'ts', 'unixTs', 'expiredTs']

function say(name: string, value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'number' || !instants.includes(name)) return `${value}`
  const date = new Date(value * 1000)
  // a signaling token may end after the last year that has a date
  return Number.isNaN(date.getTime())
    ? `${value}`
    : `${value} (${date.toISOString().replace('.000', '')})`
}
