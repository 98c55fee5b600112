import { type Explanation, explain, type Situation } from '@symbolon/token'
import { commonOptions, readArgs } from '../args.ts'
import { certificateHelp, readCertificate } from '../certificate.ts'
import { usageError } from '../errors.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { explainText } from '../explain-text.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { painter } from '../paint.ts'
import { halfCredentials } from '../project.ts'
import { projectOfToken } from '../project-of-token.ts'
import { readToken } from '../read-input.ts'
import { readSituation, situationHelp, situationOptions } from '../situation-options.ts'

const help = `Usage: symbolon token explain <token> | - [options]

Says why a token is, or would be, refused: compares it with what you know of the join. Exit code 0
when it is accepted, 5 when refused, 6 when it is over, 1 when its signature could not be checked.

  symbolon token create --channel lobby --uid 7 | symbolon token explain - --channel Lobby --uid 7

${situationHelp}
${certificateHelp}
      --json                  print one JSON object
  -h, --help                  show this
`

const options = { ...commonOptions, ...situationOptions, certificate: { type: 'string' } } as const

/** `symbolon token explain`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  const token = await readToken(positionals, io)
  const certificate = await readCertificate(values.certificate, io, positionals[0] === '-')
  const given = await readSituation(values, io)
  const situation = await withProject(token, { ...given, ...(certificate && { certificate }) }, io)
  const data = explained(token, situation)
  const text = explainText(data, painter(io), situation)
  const exitCode = exitCodeOf(data)
  return printResult(io, { command: 'token explain', json: values.json, data, text, exitCode })
}

function explained(token: string, situation: Situation): Explanation {
  try {
    return explain(token, situation)
  } catch (error) {
    // only a file can bring facts of the wrong shape
    if (error instanceof TypeError) throw usageError(`the facts of --situation are not well formed`)
    throw error
  }
}

/** Fills in the project of the environment where the command line names none. */
async function withProject(token: string, given: Situation, io: Io): Promise<Situation> {
  if (given.certificate !== undefined || given.keyring !== undefined) return given
  const half = halfCredentials(io)
  // an App ID without its certificate is worth something here, though it mints nothing
  if (half?.appId !== undefined) return { appId: half.appId, ...given }
  const project = await projectOfToken(token, io)
  if (project === undefined) return given
  const { appId, certificate, secondaryCertificate: secondary } = project
  return { appId, keyring: { primary: certificate, secondary }, ...given }
}

const over = ['EXPIRED', 'TIMEOUT']

function exitCodeOf({ verdict, outcome }: Explanation): ExitCode {
  if (verdict === 'accepted') return exitCodes.ok
  if (verdict === 'unproven') return exitCodes.failure
  return over.includes(outcome?.name ?? '') ? exitCodes.tokenExpired : exitCodes.tokenInvalid
}
