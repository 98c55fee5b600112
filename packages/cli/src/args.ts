import { type ParseArgsConfig, parseArgs } from 'node:util'
import { usageError } from './errors.ts'
import { nearest } from './nearest.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** What every command understands. */
export const commonOptions = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const satisfies Options

/**
 * Reads arguments strictly.
 *
 * @throws CommandError `USAGE` that names the argument, and the one that was probably meant
 */
export function readArgs<const O extends Options>(
  args: readonly string[],
  options: O,
): ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>> {
  try {
    return parseArgs({ args: withNumbers(args, options), options, allowPositionals: true })
  } catch (error) {
    throw usageError(complaint(error as NodeJS.ErrnoException, Object.keys(options)))
  }
}

/** No option is a digit, so `-5` behind one that takes a value is that value; Node would refuse to guess. */
function withNumbers(args: readonly string[], options: Options): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const before = joined.at(-1) ?? ''
    const takesValue = before.startsWith('--') && options[before.slice(2)]?.type === 'string'
    if (takesValue && /^-\d/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`
    else joined.push(arg)
  }
  return joined
}

function complaint(error: NodeJS.ErrnoException, known: readonly string[]): string {
  const [, name = ''] = /'--?([^' ]+)/.exec(error.message) ?? []
  // a value that looks like a secret must not be repeated, so the message of Node is not passed on
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const meant = nearest(name, known)
    return `there is no option --${name}${meant ? `; did you mean --${meant}?` : ''}`
  }
  if (/ambiguous/.test(error.message)) {
    return `--${name} is followed by something that looks like an option; write --${name}=VALUE`
  }
  return `--${name} ${/missing/.test(error.message) ? 'needs a value' : 'takes no value'}`
}
