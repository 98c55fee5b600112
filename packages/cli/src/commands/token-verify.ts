import { type Expectation, inspect, type VerifiedToken, verify } from '@symbolon/token'
import { commonOptions, readArgs } from '../args.ts'
import { certificateHelp, readCertificate } from '../certificate.ts'
import { sayDuration } from '../duration.ts'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { painter } from '../paint.ts'
import { projectOfToken } from '../project-of-token.ts'
import { readToken } from '../read-input.ts'
import { readServiceName, serviceNames, serviceType } from '../services.ts'
import { readInstant, readUid } from '../subject-options.ts'

const help = `Usage: symbolon token verify <token> | - [options]

Proves that a certificate of the project signed the token, that it fits the join, and that it
admits now. Exit code 0, or 5 for an invalid token and 6 for one that is over.

  symbolon token verify - --channel lobby --uid 7 < token.txt

      --channel <name>   channel that is joined (a 006 token cannot be proven without)
      --uid <number>     uid that joins; 0 leaves it to the server
      --account <text>   account that joins, or user id
      --service <name>   ${serviceNames.join(', ')}
      --app-id <id>      App ID that is joined            (AGORA_APP_ID)
${certificateHelp}
      --at <seconds>     Unix time of the join (default: now)
      --json             print one JSON object
  -h, --help             show this
`

const options = {
  ...commonOptions,
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  service: { type: 'string' },
  'app-id': { type: 'string' },
  certificate: { type: 'string' },
  at: { type: 'string' },
} as const

type Values = ReturnType<typeof readArgs<typeof options>>['values']

/** `symbolon token verify`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  const token = await readToken(positionals, io)
  const stdinIsTaken = positionals[0] === '-'
  const certificate = await readCertificate(values.certificate, io, stdinIsTaken)
  const now = values.at === undefined ? io.now() : readInstant(values.at, '--at')
  const keys = await keysFor({ token, certificate, appId: values['app-id'] }, io)
  const verified = proved(token, { ...expectationOf(values), ...keys, now })
  const text = `${describe(verified, now, io)}\n`
  return printResult(io, { command: 'token verify', json: values.json, data: verified, text })
}

function expectationOf({ channel, uid, account, service }: Values) {
  return {
    ...(channel !== undefined && { channel }),
    ...(uid !== undefined && { uid: readUid(uid) }),
    ...(account !== undefined && { account }),
    ...(service !== undefined && { service: serviceType(readServiceName(service)) }),
  }
}

interface Given {
  readonly token: string
  readonly certificate: string | undefined
  readonly appId: string | undefined
}

async function keysFor({ token, certificate, appId }: Given, io: Io) {
  const joined = appId === undefined ? {} : { appId }
  if (certificate !== undefined) return { ...joined, keyring: { primary: certificate } }
  const project = await projectOfToken(token, io)
  if (project === undefined) {
    inspect(token) // what is no token needs no certificate to be refused
    throw new CommandError(
      'CERTIFICATE_MISSING',
      'no certificate is known to prove this token with',
      {
        fix: 'Set AGORA_APP_ID and AGORA_APP_CERTIFICATE, or give --certificate @file.',
        exitCode: exitCodes.unauthenticated,
      },
    )
  }
  const { appId: own, certificate: primary, secondaryCertificate: secondary } = project
  return { appId: own, ...joined, keyring: { primary, secondary } }
}

function proved(token: string, expectation: Expectation): VerifiedToken {
  try {
    return verify(token, expectation)
  } catch (error) {
    // the token's version needs a fact that was not given, or a number is out of its range
    if (error instanceof TypeError || error instanceof RangeError) throw usageError(error.message)
    throw error
  }
}

function describe({ version, signedBy, expiresAt }: VerifiedToken, now: number, io: Io): string {
  const left = expiresAt === undefined ? '' : `, good for ${sayDuration(expiresAt - now)} more`
  return painter(io)('green', `verified: ${version}, signed by the ${signedBy} certificate${left}`)
}
