import type { Situation } from '@symbolon/token'
import { usageError } from './errors.ts'
import type { Io } from './io.ts'
import { readTextFile } from './read-input.ts'
import { readServiceName, serviceNames, serviceType } from './services.ts'
import { readInstant, readUid, readWord } from './subject-options.ts'

/** The facts of a join on the command line; rarer ones come from `--situation @file`. */
export const situationOptions = {
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  role: { type: 'string' },
  service: { type: 'string' },
  'app-id': { type: 'string' },
  'co-host': { type: 'string' },
  sdk: { type: 'string' },
  error: { type: 'string' },
  at: { type: 'string' },
  situation: { type: 'string' },
} as const

export const situationHelp = `      --channel <name>        channel that is joined
      --uid <number>          uid that joins; 0 leaves it to the server
      --account <text>        account that joins, or user id
      --role <role>           publisher or subscriber: what the client wants to be
      --service <name>        ${serviceNames.join(', ')}
      --app-id <id>           App ID that is joined          (AGORA_APP_ID)
      --co-host <on|off>      whether the project authenticates co-hosts
      --sdk <name[@version]>  web@4.24.0, android@4.5.0, rtm, cloud-recording, ...
      --error <text|number>   what the SDK reported
      --at <seconds>          Unix time of the join (default: now)
      --situation @<file>     more facts as JSON: project, bans, members, otherProjects, ...`

type Values = { readonly [name in keyof typeof situationOptions]?: string | undefined }

/** @throws CommandError `USAGE` or `FILE_UNREADABLE` */
export async function readSituation(values: Values, io: Io): Promise<Situation> {
  const { channel, uid, account, role, service, sdk, error, at } = values
  const [name = '', version] = sdk?.split('@') ?? []
  const coHost = values['co-host']
  const file = values.situation === undefined ? {} : await readSituationFile(values.situation, io)
  const given = {
    channel,
    account,
    error,
    appId: values['app-id'],
    uid: uid === undefined ? undefined : readUid(uid),
    role: role === undefined ? undefined : readWord(role, '--role', ['publisher', 'subscriber']),
    service: service === undefined ? undefined : serviceType(readServiceName(service)),
    sdk: sdk === undefined ? undefined : { name, version },
    now: at === undefined ? undefined : readInstant(at, '--at'),
  }
  const facts = Object.entries(given).filter(([, value]) => value !== undefined)
  const project =
    coHost === undefined
      ? {}
      : {
          project: {
            ...file.project,
            coHostAuthentication: readWord(coHost, '--co-host', ['on', 'off']) === 'on',
          },
        }
  const situation = { now: io.now(), ...file, ...project, ...Object.fromEntries(facts) }
  readInstant(JSON.stringify(situation.now), 'now in the file of --situation')
  return situation
}

async function readSituationFile(option: string, io: Io): Promise<Partial<Situation>> {
  if (!option.startsWith('@')) throw usageError('--situation is @ and the name of a JSON file')
  const text = await readTextFile(option.slice(1), io)
  try {
    const facts: unknown = JSON.parse(text)
    if (typeof facts === 'object' && facts !== null && !Array.isArray(facts)) return facts
  } catch {
    // said below: the message of JSON.parse quotes the file, which may hold certificates
  }
  throw usageError('the file of --situation is not a JSON object')
}
