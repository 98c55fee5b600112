import { parseArgs } from 'node:util'
import {
  type ClosableLog,
  ConfigError,
  type RunningServer,
  type StartOptions,
  startServer,
  untilSignal,
} from '@symbolon/server'
import { checkConfig } from '@symbolon/server/operate'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

/** What `dev` and `serve` differ in. */
export interface ServerCommand {
  readonly command: 'dev' | 'serve'
  readonly help: string
  readonly log: (io: Io) => ClosableLog
  /** where the banner goes */
  readonly talk: 'stdout' | 'stderr'
  /** what else runs, started first and ended last */
  readonly beside?: (io: Io) => Promise<Beside | undefined>
}

/** What runs next to the server. */
export interface Beside {
  /** the clock of the server's tokens, Unix seconds: whoever judges a token must share the time of who made it */
  readonly now: () => number
  /** who is told of bans in place of the platform */
  readonly platform: StartOptions['platform']
  /** where the demo is, if there is one */
  readonly demoUrl: string | undefined
  /** told of the server, as soon as it runs */
  readonly meet: (server: RunningServer) => void
  /** what the banner says of it */
  readonly lines: readonly string[]
  readonly close: () => Promise<void>
}

/** Runs the token server until a signal comes, and gives the exit code. */
export async function runServer(
  args: readonly string[],
  io: Io,
  { command, help, log, talk, beside }: ServerCommand,
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
  const { env, cwd } = io
  let other: Beside | undefined
  let stopListening = () => {}
  try {
    checkConfig({ flags, env, cwd }, { command, lan }) // all that is wrong is said at once, before anything starts
    other = options.emulator ? await beside?.(io) : undefined
    const server = await startServer({
      command,
      lan,
      env,
      cwd,
      flags,
      systemNow: io.now,
      tokenNow: other?.now ?? io.now,
      log: log(io),
      platform: other?.platform,
      demoUrl: other?.demoUrl,
    })
    other?.meet(server)
    const ended = untilSignal(process, server.close) // first: who reads the banner may send a signal at once
    if (command === 'serve') process.on('SIGHUP', server.reload) // under dev the terminal was closed
    stopListening = () => void process.off('SIGHUP', server.reload)
    io[talk].write([server.banner, ...(other?.lines ?? []).map((line) => `${line}\n`)].join(''))
    await ended
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const line of error.problems) io.stderr.write(`symbolon ${command}: ${line}\n`)
    return exitCodes.usage
  } finally {
    stopListening()
    await other?.close()
  }
}

interface Options {
  readonly help: boolean
  readonly lan: boolean
  readonly emulator: boolean
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
        'no-emulator': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const emulator = !values['no-emulator']
    return { options: { ...values, emulator, port: values.port, host: values.host } }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}
