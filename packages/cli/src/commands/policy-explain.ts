import { type PolicyCaller, traceRequest } from '@symbolon/server/policy'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readJson, withoutPolicy } from '../owner/policy-file.ts'
import { traceText } from '../owner/trace-text.ts'
import { readUid } from '../subject-options.ts'

const help = `Usage: symbolon policy explain --channel <name> --uid <number> [options]
       symbolon policy explain @<file>

Says what the policy would answer to a request, and what each rule says to it. Exit code 0 when it is
allowed, 4 when it is denied.

  symbolon policy explain --channel lobby --uid 7 --caller k_backend

      --channel <name>   channel, may hold *
      --uid <number>     uid; 0 is any user
      --account <text>   user that is named by text, may hold *
      --role <role>      publisher (default) or subscriber
      --for <span>       life, such as 10m (default 1h)
      --caller <id>      who asks: id of a key
      --anonymous        nobody who is known asks
      @<file>            { "caller": {…}, "request": {…} }, the request as POST /v1/tokens takes it
`

const options = {
  channel: { type: 'string' },
  uid: { type: 'string' },
  account: { type: 'string' },
  role: { type: 'string' },
  for: { type: 'string' },
  caller: { type: 'string' },
  anonymous: { type: 'boolean' },
} as const

/** `symbolon policy explain`. */
export const run = ownerCommand({
  name: 'policy explain',
  help,
  options,
  positionals: 1,
  act: async ({ values, positionals: [file], console, policies, meant, io }) => {
    const { caller, request } = file === undefined ? asked(values) : await askedIn(file, io)
    const project = await console.show(await meant())
    const policy = await policies.compiled(project.appId)
    if (policy === undefined) {
      return { data: { allowed: true, version: 0 }, text: withoutPolicy(project) }
    }
    const trace = traceRequest(policy, { caller, body: request })
    const exitCode = trace.allowed ? exitCodes.ok : exitCodes.refusedByPolicy
    return { data: { caller, ...trace }, text: traceText(trace), exitCode }
  },
})

interface Question {
  readonly caller: PolicyCaller
  readonly request: unknown
}

type Values = { readonly [name in Exclude<keyof typeof options, 'anonymous'>]?: string | undefined }

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
