import { mint, type Rtm2Permissions, type Warning } from '@symbolon/token'
import { commonOptions, readArgs } from '../args.ts'
import { certificateHelp, readCertificate } from '../certificate.ts'
import { createClaims, type Wish } from '../create-claims.ts'
import { readDuration, sayDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { painter } from '../paint.ts'
import { openProject } from '../project.ts'
import { readTextFile } from '../read-input.ts'
import { readServiceName, serviceNames } from '../services.ts'
import { readInteger, readUid, readWord } from '../subject-options.ts'

const help = `Usage: symbolon token create [options]

Mints a token. Its project comes from AGORA_APP_ID and AGORA_APP_CERTIFICATE (also in a .env file);
without them the demo project is used. In a pipe only the token is printed.

  symbolon token create --channel lobby --uid 7 --role publisher --ttl 1h

      --channel <name>           channel; * and patterns such as room-* are wildcards (007)
      --uid <number>             the user, by number; 0 is any user
      --account <text>           the user, by name; also the user id of rtm, chat and apaas
      --any-uid                  good for any user
      --role <role>              publisher (default) or subscriber
      --ttl <span>               life of the token, such as 1h30m or 45s (default 1h, at most 24h)
      --privilege-ttl <span>     life of the privileges (default: as the token)
      --service <name>           ${serviceNames.join(', ')}
                                 (default rtc)
      --version <006|007>        format (default 007)
      --rtm-user <id>            adds an RTM login for this user
      --app                      chat, apaas: a token for the whole app
      --room <uuid>, --room-role <number>   apaas
      --permissions @<file>      rtm2: permissions as JSON
      --app-id <id>              App ID, with --certificate
${certificateHelp}
      --token-only               print the token alone, on a terminal too
      --json                     print one JSON object
  -h, --help                     show this
`

const options = {
  ...commonOptions,
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  'any-uid': { type: 'boolean' },
  role: { type: 'string' },
  ttl: { type: 'string', default: '1h' },
  'privilege-ttl': { type: 'string' },
  service: { type: 'string', default: 'rtc' },
  version: { type: 'string', default: '007' },
  'rtm-user': { type: 'string' },
  app: { type: 'boolean' },
  room: { type: 'string' },
  'room-role': { type: 'string' },
  permissions: { type: 'string' },
  'app-id': { type: 'string' },
  certificate: { type: 'string' },
  'token-only': { type: 'boolean', default: false },
} as const

type Values = ReturnType<typeof readArgs<typeof options>>['values']

/** `symbolon token create`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('token create takes options only')
  if (values.json && values['token-only']) throw usageError('give --json or --token-only, not both')
  const service = readServiceName(values.service)
  const wish = await readWish(values, io)
  const expiresInSeconds = readDuration(values.ttl, '--ttl')
  const { appId, certificate } = await signingProject(values, io)
  const issuedAt = io.now()
  const basis = { appId, issuedAt, expiresInSeconds }
  const { claims, warnings, token } = minted(() => {
    const made = createClaims(service, wish, basis)
    return { ...made, token: mint(made.claims, certificate) }
  })
  const life = claims.version === '007' ? claims.expiresInSeconds : expiresInSeconds
  const expiresAt = issuedAt + Math.min(life || 86_400, 86_400)
  const data = { token, version: claims.version, appId, issuedAt, expiresAt, warnings }
  const bare = values['token-only'] || !io.isTty
  const text = bare ? `${token}\n` : announce({ ...data, service }, io)
  printResult(io, { command: 'token create', json: values.json, data, text })
  if (!values.json) for (const { message } of warnings) io.stderr.write(`warning: ${message}\n`)
  return exitCodes.ok
}

/** What the library takes for a programmer's slip is one of the command line here. */
function minted<Made>(make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw usageError(error.message)
    throw error
  }
}

async function readWish(values: Values, io: Io): Promise<Wish> {
  const { channel, uid, account, role, room, version, 'rtm-user': rtmUser } = values
  const { 'room-role': roomRole, 'privilege-ttl': privilegeTtl, permissions } = values
  return {
    version: readWord(version, '--version', ['006', '007']),
    channel,
    account,
    room,
    'rtm-user': rtmUser,
    uid: uid === undefined ? undefined : readUid(uid),
    'any-uid': values['any-uid'] || undefined,
    app: values.app || undefined,
    role: role === undefined ? undefined : readWord(role, '--role', ['publisher', 'subscriber']),
    'room-role': roomRole === undefined ? undefined : readInteger(roomRole, '--room-role'),
    'privilege-ttl':
      privilegeTtl === undefined ? undefined : readDuration(privilegeTtl, '--privilege-ttl'),
    permissions: permissions === undefined ? undefined : await readPermissions(permissions, io),
  }
}

async function readPermissions(option: string, io: Io): Promise<Rtm2Permissions> {
  if (!option.startsWith('@')) throw usageError('--permissions is @ and the name of a JSON file')
  try {
    return JSON.parse(await readTextFile(option.slice(1), io))
  } catch (error) {
    if (error instanceof SyntaxError) throw usageError('the file of --permissions is not JSON')
    throw error
  }
}

async function signingProject(
  values: Values,
  io: Io,
): Promise<{ appId: string; certificate: string }> {
  const certificate = await readCertificate(values.certificate, io)
  const { 'app-id': appId } = values
  if (certificate !== undefined && appId !== undefined) return { appId, certificate }
  const project = await openProject(io)
  if (project.demo && (certificate !== undefined || appId !== undefined)) {
    throw usageError('--app-id and --certificate go together')
  }
  return { appId: appId ?? project.appId, certificate: certificate ?? project.certificate }
}

interface Made {
  readonly token: string
  readonly version: string
  readonly appId: string
  readonly issuedAt: number
  readonly expiresAt: number
  readonly service: string
  readonly warnings: readonly Warning[]
}

function announce({ token, version, appId, issuedAt, expiresAt, service }: Made, io: Io): string {
  const paint = painter(io)
  const life = sayDuration(expiresAt - issuedAt)
  const facts = `${version} ${service} · App ID ${appId} · expires in ${life}`
  return `${token}\n\n${paint('dim', `${facts}\nwhy refused? symbolon token explain - (then paste)`)}\n`
}
