import { type Anchor, serverTime, serverTimeOfReply } from './clock-offset.ts'
import type { Endpoint } from './endpoints.ts'
import type { Environment } from './environment.ts'
import { TokenSourceError } from './errors.ts'
import { exchange, type Reply } from './http.ts'
import { refusal } from './refusal.ts'
import { withRenewAt } from './renewal.ts'
import { failureOf } from './thrown.ts'
import type { ClientToken, FetchedToken, FetchToken, Service, TokenWish } from './types.ts'

export type Headers = Readonly<Record<string, string>>

/** Where tokens come from. */
export interface Origin {
  readonly endpoint?: Endpoint | undefined
  readonly fetchToken?: FetchToken | undefined
  readonly headers?: Headers | (() => Headers | Promise<Headers>) | undefined
  readonly credentials?: RequestCredentials | undefined
  /** of each attempt */
  readonly timeoutSeconds: number
}

/** A token, and the server's clock when it came. */
export interface Obtained {
  readonly token: ClientToken
  readonly anchor: Anchor
}

/**
 * One attempt at a token.
 *
 * @throws TokenSourceError, and nothing else
 */
export async function fetchOnce(
  environment: Environment,
  origin: Origin,
  { wish, signal, anchor }: { wish: TokenWish; signal: AbortSignal; anchor: Anchor | undefined },
): Promise<Obtained> {
  const start = environment.now()
  const within = limit(environment, origin.timeoutSeconds, signal)
  try {
    const asked = { ...wish, signal: within.signal }
    const given = origin.fetchToken
      ? Promise.resolve(origin.fetchToken(asked)).then(settled)
      : askServer(environment, origin, { ...asked, now: serverTime(anchor, start) })
    const { date, ...fetched }: Given = await Promise.race([given, within.ended])
    const reading = environment.now()
    const serverAt = serverTimeOfReply(fetched, reading.monotonic - start.monotonic, date)
    if (serverAt >= fetched.expiresAt) {
      throw new TokenSourceError('TOKEN_REPLY_INVALID', 'it has ended')
    }
    return { token: withRenewAt(fetched), anchor: { serverAt, reading } }
  } catch (error) {
    throw failureOf(error, start.wall)
  } finally {
    within.release()
  }
}

type Asked = TokenWish & { readonly signal: AbortSignal }
type Given = FetchedToken & { readonly date?: number | undefined }

async function askServer(
  environment: Environment,
  { endpoint, headers, credentials }: Origin,
  { signal, ...wish }: Asked & { readonly now: number },
): Promise<Given> {
  const { url, method, body } = await endpoint!.request(wish, wish.now)
  const own = typeof headers === 'function' ? await headers() : headers
  const reply = await exchange(environment, url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...own },
    body: body ? JSON.stringify(body) : null,
    ...(credentials && { credentials }),
    signal,
  })
  if (reply.status < 200 || reply.status > 299) throw refusal(reply)
  return { ...(await tokenIn(endpoint!, reply, wish.services[0]!)), date: reply.date }
}

/** What is no JSON, and what is no token. */
async function tokenIn({ read }: Endpoint, reply: Reply, service: Service): Promise<FetchedToken> {
  try {
    return settled(await read(reply, service))
  } catch {
    return settled(undefined)
  }
}

/** @throws TokenSourceError `TOKEN_REPLY_INVALID` when it is not a token with its life */
function settled(given: FetchedToken | undefined): FetchedToken {
  const { token, issuedAt, expiresAt, renewAt } = given ?? ({} as FetchedToken)
  const instants = [issuedAt, expiresAt].every(Number.isFinite)
  if (typeof token === 'string' && instants && expiresAt > issuedAt) {
    return { token, issuedAt, expiresAt, renewAt }
  }
  throw new TokenSourceError('TOKEN_REPLY_INVALID', 'no token with its times')
}

/** Ends an attempt that takes too long, or whose source is closed. */
function limit({ after }: Environment, seconds: number, outer: AbortSignal) {
  const inner = new AbortController()
  let end!: (error: TokenSourceError) => void
  const ended = new Promise<never>((_resolve, reject) => {
    end = (error) => {
      reject(error)
      inner.abort(error)
    }
  })
  ended.catch(() => undefined) // it may come when nobody races any more
  const cancel = after(seconds, () =>
    end(new TokenSourceError('TOKEN_SERVER_TIMEOUT', `no token within ${seconds} seconds`)),
  )
  const close = () => end(closed())
  outer.addEventListener('abort', close)
  const release = () => {
    cancel()
    outer.removeEventListener('abort', close)
  }
  return { signal: inner.signal, ended, release }
}

export function closed(): TokenSourceError {
  return new TokenSourceError('TOKEN_SOURCE_CLOSED', 'the source was closed')
}
