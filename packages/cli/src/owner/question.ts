import type { PolicyCaller } from '@symbolon/server/policy'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { readUid } from '../subject-options.ts'
import { readJson } from './policy-file.ts'

export const questionHelp = `      --channel <name>   channel, may hold *
      --uid <number>     uid; 0 is any user
      --account <text>   user that is named by text, may hold *
      --role <role>      publisher (default) or subscriber
      --for <span>       life, such as 10m (default 1h)
      --caller <id>      who asks: id of a key
      --anonymous        nobody who is known asks
      @<file>            { "caller": {…}, "request": {…} }, the request as POST /v1/tokens takes it
`

export const questionOptions = {
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  role: { type: 'string' },
  for: { type: 'string' },
  caller: { type: 'string' },
  anonymous: { type: 'boolean' },
} as const

/** Who asks a policy for what: as the options say, or a file. @throws CommandError `USAGE` */
export async function readQuestion(
  values: Values & { readonly anonymous?: boolean | undefined },
  file: string | undefined,
  io: Io,
): Promise<Question> {
  return file === undefined ? asked(values) : await askedIn(file, io)
}

interface Question {
  readonly caller: PolicyCaller
  readonly request: unknown
}

type Values = {
  readonly [name in Exclude<keyof typeof questionOptions, 'anonymous'>]?: string | undefined
}

function asked({
  channel,
  uid,
  account,
  role,
  caller,
  ...rest
}: Values & { readonly anonymous?: boolean | undefined }): Question {
  if (channel === undefined) throw usageError('--channel is needed, or @ and a file')
  if ((uid === undefined) === (account === undefined)) throw usageError('name --uid or --account')
  if (caller !== undefined && rest.anonymous) throw usageError('--caller or --anonymous, not both')
  const subject = uid === undefined ? { account } : { uid: readUid(uid) }
  const expiresInSeconds = readDuration(rest.for ?? '1h', '--for')
  const key = { kind: 'key', id: caller ?? 'a key that no rule names' } as const
  return {
    caller: rest.anonymous ? { kind: 'anonymous', id: 'anonymous' } : key,
    request: { rtc: { channel, ...subject, ...(role && { role }) }, expiresInSeconds },
  }
}

async function askedIn(file: string, io: Io): Promise<Question> {
  const { caller, request } = Object(await readJson(file, 'the request', io))
  const { kind, id } = Object(caller)
  if (typeof kind !== 'string' || typeof id !== 'string') {
    throw usageError(`${file} needs "caller": { "kind": …, "id": … } and "request"`)
  }
  return { caller, request }
}
