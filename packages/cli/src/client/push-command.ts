import type { ParseArgsConfig } from 'node:util'
import { readTarget } from '@symbolon/server/project'
import { commonOptions, readArgs } from '../args.ts'
import { readDuration } from '../duration.ts'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { printResult } from '../output.ts'
import { readUid } from '../subject-options.ts'
import { type Server, serverHelp, serverMeant } from './ask-server.ts'

type Options = NonNullable<ParseArgsConfig['options']>

const options = {
  ...commonOptions,
  'app-id': { type: 'string' },
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  server: { type: 'string' },
} as const satisfies Options

const helpEnd = `      --channel <name>   where they are
      --uid <number>     who, by number
      --account <name>   who, by name
      --app-id <id>      of which project; may be left out where the server has one, and the key
                         is good for projects:read
${serverHelp}
      --json             print one JSON object
  -h, --help             show this

Reaches who listens to that one server at this moment. Its key is SYMBOLON_API_KEY, and needs the
scope push:write. Exit code 8 when nobody listens.
`

interface PushAnswer {
  readonly reached: number
}

/** A command that has a running server push something to one user. */
export function pushCommand<const O extends Options>({
  name,
  help,
  options: own,
  wish,
}: {
  readonly name: string
  /** how it is called, what it does, and its own options */
  readonly help: string
  readonly options: O
  /** what is pushed, in the words of the API. @throws CommandError `USAGE` */
  readonly wish: (values: ReturnType<typeof readArgs<O>>['values']) => object
}): Run {
  return async (args, io) => {
    const read = readArgs(args, { ...options, ...own })
    const values = read.values as ReturnType<typeof readArgs<typeof options>>['values']
    if (values.help) {
      io.stdout.write(help + helpEnd)
      return exitCodes.ok
    }
    if (read.positionals.length > 0) throw usageError(`${name} takes options alone`)
    const body = { ...placeIn(values), ...wish(values as never) }
    const server = serverMeant(values.server, io)
    const appId = values['app-id'] ?? (await onlyProject(server))
    const path = `/v1/projects/${encodeURIComponent(appId)}/push`
    const answer = (await server.ask('POST', path, body)) as PushAnswer
    const { reached } = answer
    const text = reached === 0 ? `nobody listens at ${server.url}\n` : `${connections(reached)}\n`
    const exitCode = reached === 0 ? exitCodes.nobodyListens : exitCodes.ok
    return printResult(io, { command: name, json: values.json, data: answer, text, exitCode })
  }
}

function connections(reached: number): string {
  return reached === 1 ? '1 connection took it' : `${reached} connections took it`
}

function placeIn({
  channel,
  account,
  ...given
}: {
  readonly channel?: string | undefined
  readonly uid?: string | undefined
  readonly account?: string | undefined
}): object {
  const uid = given.uid === undefined ? undefined : readUid(given.uid)
  if (channel === undefined) throw usageError('--channel is needed')
  const target = readTarget({ uid, account, channel })
  if ('fault' in target) throw usageError(target.fault.message)
  if (target.subject === undefined) throw usageError('who? --uid or --account')
  return { channel, uid, account }
}

/** @throws CommandError when it has to be said which */
async function onlyProject(server: Server): Promise<string> {
  const fix = 'Say which: --app-id.'
  const answer = await server.ask('GET', '/v1/projects?limit=2').catch((error: unknown) => {
    if (!(error instanceof CommandError) || error.code !== 'SCOPE_MISSING') throw error
    throw usageError('which project? The key may not see those that there are', fix)
  })
  const { projects = [] } = answer as { readonly projects?: readonly { readonly appId: string }[] }
  const [one, another] = projects
  if (one !== undefined && another === undefined) return one.appId
  throw usageError(one === undefined ? 'the server has no project' : 'which project?', fix)
}

/** A span of an option, in seconds. @throws CommandError `USAGE` */
export function readSpan(
  text: string | undefined,
  option: string,
  [least, most]: readonly [number, number],
): number | undefined {
  if (text === undefined) return undefined
  const seconds = readDuration(text, option)
  if (seconds >= least && seconds <= most) return seconds
  throw usageError(`${option} is ${least} to ${most} seconds`)
}
