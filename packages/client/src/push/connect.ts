import type { Environment } from '../environment.ts'
import { TokenSourceError } from '../errors.ts'
import { retryAfterOf } from '../http.ts'
import { codeOf } from '../refusal.ts'
import { eventOf, MessageReader, type PushEvent } from './events.ts'

/** Three times the server's heartbeat: a connection that is silent for longer is dead. */
const silentSeconds = 45

export interface Connecting {
  readonly environment: Pick<Environment, 'fetch' | 'after' | 'now'>
  readonly url: string
  readonly token: string
  /** ends the connection */
  readonly signal: AbortSignal
  /** the next event is read when it has settled */
  readonly hear: (event: PushEvent) => void | Promise<void>
}

/**
 * One connection, until the server ends it.
 *
 * @returns seconds that the server asked to wait before the next; 0 = it did not say
 * @throws TokenSourceError; whatever `fetch` throws when it was ended by `signal`
 */
export async function connect(connecting: Connecting): Promise<number> {
  const { environment, signal } = connecting
  const own = new AbortController()
  const end = () => own.abort(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end)
  const watch = () => environment.after(silentSeconds, () => own.abort())
  try {
    return await follow({ ...connecting, signal: own.signal }, watch)
  } catch (error) {
    if (signal.aborted || error instanceof TokenSourceError) throw error
    // the error of `fetch` may hold a header: nothing of it is passed on
    throw own.signal.aborted
      ? new TokenSourceError(
          'TOKEN_SERVER_TIMEOUT',
          `nothing pushed within ${silentSeconds} seconds`,
        )
      : new TokenSourceError('TOKEN_SERVER_UNREACHABLE', 'no connection for what is pushed')
  } finally {
    signal.removeEventListener('abort', end)
    own.abort()
  }
}

async function follow(
  { environment, url, token, signal, hear }: Connecting,
  watch: () => () => void,
): Promise<number> {
  const cancel = watch()
  const response = await environment
    .fetch(url, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error', // the token goes nowhere else
      signal,
    })
    .finally(cancel)
  if (response.status !== 200) throw refusalOf(response, environment.now().wall)
  const body = response.body?.getReader()
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  if (body === undefined || !isStream) {
    throw new TokenSourceError('TOKEN_REQUEST_INVALID', 'the url has no event stream')
  }
  const decoder = new TextDecoder()
  const messages = new MessageReader()
  for (;;) {
    const quiet = watch()
    const { done, value } = await body.read().finally(quiet)
    if (done) return messages.retrySeconds
    for (const message of messages.read(decoder.decode(value, { stream: true }))) {
      const event = eventOf(message)
      if (event !== undefined) await hear(event)
    }
  }
}

function refusalOf({ status, headers }: Response, now: number): TokenSourceError {
  const retryAfterSeconds = retryAfterOf(headers.get('retry-after') ?? 0, now)
  const code = status === 404 ? 'TOKEN_REQUEST_INVALID' : codeOf(status, retryAfterSeconds)
  const message = `the server of events answered ${status}`
  return new TokenSourceError(code, message, { status, retryAfterSeconds })
}
