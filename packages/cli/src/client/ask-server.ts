import { clean, readSettings, secretAddress } from '@symbolon/server/project'
import { CommandError, usageError } from '../errors.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'

/** A running server, and how it is asked. */
export interface Server {
  readonly url: string
  /** what it answers, if it does what was asked. @throws CommandError */
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object) => Promise<object>
}

/** What `--server` says in every help. */
export const serverHelp = `      --server <url>     the server to be asked; https://, or http:// on this machine
                         (default http://127.0.0.1 and PORT, which is 8080 by default)`

const timeoutMs = 15_000
const mostBytes = 1_048_576
const mostCharacters = 500

/**
 * The server that is meant. The key comes from `SYMBOLON_API_KEY` alone: what stands on a command line is kept, and shown to others.
 *
 * @throws CommandError `USAGE` that does not repeat the address; ConfigError
 */
export function serverMeant(named: string | undefined, io: Io): Server {
  const { apiKey, port } = readSettings(io, ['apiKey', 'port'])
  const url = named === undefined ? `http://127.0.0.1:${port}` : secretAddress.read(named)
  if (url === undefined) throw usageError(`--server must be ${secretAddress.bound}`)
  const base = url.replace(/\/+$/, '')
  return { url: base, ask: (method, path, body) => ask(base + path, { method, body, apiKey }) }
}

interface Asking {
  readonly method: string
  readonly body: object | undefined
  readonly apiKey: string | undefined
}

async function ask(address: string, { method, body, apiKey }: Asking): Promise<object> {
  const { status, text } = await exchange(address, {
    method,
    redirect: 'manual', // the key is for this server alone
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/json',
      ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = objectIn(text)
  if (status >= 200 && status < 300 && answer !== undefined) return answer
  throw refused(status, answer ?? {})
}

async function exchange(address: string, init: RequestInit) {
  try {
    const { status, body } = await fetch(address, init)
    const parts: Uint8Array[] = []
    let size = 0
    for await (const part of body ?? []) {
      size += part.length
      if (size > mostBytes) throw new Error('the answer has more than 1 MiB') // ends the connection
      parts.push(part)
    }
    return { status, text: Buffer.concat(parts).toString('utf8') }
  } catch (error) {
    throw unreachable(new URL(address).origin, error as Error)
  }
}

function unreachable(origin: string, { name, message, cause }: Error): CommandError {
  const { code = message } = Object(cause) as { readonly code?: string }
  const why = name === 'TimeoutError' ? 'no answer in time' : code
  return new CommandError('SERVER_UNREACHABLE', `no server answers at ${origin}: ${why}`, {
    fix: 'Start it, or name another: --server https://tokens.example.com.',
    exitCode: exitCodes.unavailable,
  })
}

function objectIn(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** In the server's own words, where it is one of ours. */
function refused(status: number, answer: object): CommandError {
  const { code, detail } = answer as { readonly code?: unknown; readonly detail?: unknown }
  const isOurs = typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code)
  const said = isOurs && typeof detail === 'string' ? detail : `it answers ${status}`
  return new CommandError(isOurs ? code : 'SERVER_REFUSED', clean(said.slice(0, mostCharacters)), {
    fix: fixOf(status, isOurs),
    exitCode: exitCodeOf(status),
  })
}

function fixOf(status: number, isOurs: boolean): string {
  if (status === 401) return 'Set SYMBOLON_API_KEY to a key of that server.'
  return isOurs ? 'See docs/errors.md.' : 'Is it a Symbolon server, and its address right?'
}

function exitCodeOf(status: number): ExitCode {
  if (status === 400 || status === 422) return exitCodes.usage
  if (status === 401) return exitCodes.unauthenticated
  if (status === 403) return exitCodes.refusedByPolicy
  return status === 429 || status >= 502 ? exitCodes.unavailable : exitCodes.failure
}
