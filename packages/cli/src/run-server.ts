import { parseArgs } from 'node:util'
import { type ClosableLog, ConfigError, startServer, untilSignal } from '@symbolon/server'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** What `dev` and `serve` differ in. */
export interface ServerCommand {
  readonly command: 'dev' | 'serve'
  readonly help: string
  readonly log: (io: Io) => ClosableLog
  /** where the banner goes */
  readonly talk: 'stdout' | 'stderr'
}

/** Runs the token server until a signal comes, and gives the exit code. */
export async function runServer(
  args: readonly string[],
  io: Io,
  { command, help, log, talk }: ServerCommand,
): Promise<number> {
  const { options, problem } = readArgs(args)
  if (options?.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (options === undefined) {
    io.stderr.write(`${problem}\n\n${help}`)
    return exitCodes.usage
  }
  const { port, host, lan } = options
  const flags = { ...(port === undefined ? {} : { port }), ...(host === undefined ? {} : { host }) }
  const { env, cwd, now } = io
  try {
    const server = await startServer({ command, lan, env, cwd, flags, now, log: log(io) })
    const ended = untilSignal(process, server.close) // first: who reads the banner may send a signal at once
    io[talk].write(server.banner)
    await ended
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const line of error.problems) io.stderr.write(`symbolon ${command}: ${line}\n`)
    return exitCodes.usage
  }
}

interface Options {
  readonly help: boolean
  readonly lan: boolean
  readonly port: string | undefined
  readonly host: string | undefined
}

function readArgs(args: readonly string[]): { options?: Options; problem?: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        lan: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return { options: { ...values, port: values.port, host: values.host } }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
