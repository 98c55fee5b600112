import { commands } from './commands.ts'
import { usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { nearest } from './nearest.ts'
import { printFailure } from './output.ts'
import { version } from './version.ts'

function helpText(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, [does]]) => `  ${name.padEnd(width)}  ${does}`)
  return `Usage: symbolon <command> [options]

${lines.join('\n')}

  -h, --help       of a command: how to call it, with an example
      --version    print the version

Exit codes: 0 ok · 1 failure · 2 usage · 3 unauthenticated · 4 refused by policy · 5 token invalid ·
6 token expired · 7 unavailable · 8 nobody listens
`
}

/** Finds the command, runs it, and gives the exit code; what it throws is printed. */
export async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [first = '--help', second = ''] = args
  if (first === '--help' || first === '-h' || first === 'help') {
    io.stdout.write(helpText())
    return exitCodes.ok
  }
  if (first === '--version') {
    io.stdout.write(`${version}\n`)
    return exitCodes.ok
  }
  const name = commands[first] ? first : `${first} ${second}`.trim()
  const rest = args.slice(commands[first] ? 1 : 2)
  try {
    const command = commands[name]
    if (command === undefined) throw unknownCommand(first, second)
    const [, load] = command
    const { run } = await load()
    return await run(rest, io)
  } catch (error) {
    return printFailure(io, {
      command: commands[name] ? name : '',
      json: args.includes('--json'),
      error,
    })
  }
}

function unknownCommand(first: string, second: string): Error {
  const names = Object.keys(commands)
  const verbs = names.flatMap((name) =>
    name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : [],
  )
  if (verbs.length > 0 && !/^[a-z]/.test(second)) {
    return usageError(`what about the ${first}? ${verbs.join(', ')}`, 'Run symbolon --help.')
  }
  const typed = `${first} ${second}`.trim()
  const meant = nearest(typed, names) ?? nearest(first, names)
  return usageError(
    `there is no command "${typed.slice(0, 40)}"${meant ? `; did you mean "${meant}"?` : ''}`,
    'Run symbolon --help.',
  )
}
