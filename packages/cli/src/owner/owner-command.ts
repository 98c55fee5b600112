import type { ParseArgsConfig } from 'node:util'
import {
  type Act,
  type Authority,
  NothingKept,
  ownAuthority,
  type RegisteredProject,
} from '@symbolon/server/project'
import { commonOptions, readArgs } from '../args.ts'
import { CommandError, usageError } from '../errors.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { ownerActs } from './own-name.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** What an owner's command is given. */
export interface Asked<O extends Options> extends Omit<Authority, 'close'> {
  readonly values: ReturnType<
    typeof readArgs<O & typeof commonOptions & typeof projectOption>
  >['values']
  readonly positionals: readonly string[]
  readonly ledger: Authority['store']['ledger']
  /** App ID of the project that is meant */
  readonly meant: () => Promise<string>
  /** the user of this machine, now */
  readonly doing: Act
  readonly io: Io
}

/** What it has to say: to a machine, and to people. */
export interface Said {
  readonly data: unknown
  readonly text: string
  /** default: ok */
  readonly exitCode?: ExitCode
}

const projectOption = { 'app-id': { type: 'string' } } as const

const projectHelp = `      --app-id <id>   of which project; may be left out where there is one
`
const helpEnd = `      --json          print one JSON object
  -h, --help          show this

Works on the database of this user (SYMBOLON_DATABASE, default symbolon.db in the data folder).
A server that runs here takes it over within a second.
`

const optionLast = /\n( {6,}.*)?\n$/ // or a blank line

/** A command that opens the database, acts, and closes it. */
export function ownerCommand<const O extends Options>({
  name,
  help,
  options,
  positionals: most = 0,
  ofProject = true,
  makes = false,
  act,
}: {
  readonly name: string
  /** how it is called, and what it does; the common options follow */
  readonly help: string
  readonly options: O
  /** how many arguments without a name it takes at most */
  readonly positionals?: number
  /** whether it is about one project */
  readonly ofProject?: boolean
  /** whether a database is begun where there is none: what only reads or changes makes nothing */
  readonly makes?: boolean
  readonly act: (asked: Asked<O>) => Promise<Said>
}): Run {
  return async (args, io) => {
    const { values, positionals } = readArgs(args, {
      ...commonOptions,
      ...(ofProject ? projectOption : {}),
      ...options,
    })
    const asked = values as Asked<O>['values'] & { help: boolean; json: boolean }
    if (asked.help) {
      const gap = optionLast.test(help) ? '' : '\n'
      io.stdout.write(`${help}${gap}${ofProject ? projectHelp : ''}${helpEnd}`)
      return exitCodes.ok
    }
    if (positionals.length > most)
      throw usageError(`${name} takes ${most || 'no'} argument${most === 1 ? '' : 's'}`)
    const { close, ...authority } = await openOwn(name, io, makes)
    const { ledger } = authority.store
    try {
      const meant = () =>
        projectMeant(authority.console, (asked as { 'app-id'?: string })['app-id'])
      const doing = ownerActs(io)
      const what = { values: asked, positionals, meant, doing, io }
      const said = await act({ ...authority, ledger, ...what })
      return printResult(io, { command: name, json: asked.json, ...said })
    } finally {
      await close()
    }
  }
}

/** The database of who calls the command. @throws CommandError when there is none, and none shall be made */
export async function openOwn(name: string, io: Io, make = false): Promise<Authority> {
  const onMasterKeyMade = (path: string) =>
    io.stderr.write(`symbolon ${name}: made a master key for this database: ${path}
Every server of the database needs it (SYMBOLON_MASTER_KEY), and without it certificates are lost: keep a copy.
`)
  try {
    return await ownAuthority(io, { make, onMasterKeyMade })
  } catch (error) {
    if (error instanceof NothingKept) throw noProject('nothing is kept here yet')
    throw error
  }
}

/** @throws CommandError when it has to be said which */
export async function projectMeant(
  console: Authority['console'],
  appId: string | undefined,
): Promise<string> {
  if (appId !== undefined) return appId
  const projects = await console.list()
  if (projects.length === 1) return projects[0]!.appId
  if (projects.length > 1) throw usageError(`which project? --app-id ${names(projects)}`)
  throw noProject('no project is kept here yet')
}

function noProject(message: string): CommandError {
  return new CommandError('PROJECT_UNKNOWN', message, {
    fix: 'Make one: symbolon project create, or bring yours: symbolon project import.',
    exitCode: exitCodes.failure,
  })
}

function names(projects: readonly RegisteredProject[]): string {
  return projects.map(({ appId }) => appId).join(' or ')
}
