import type { Environment } from './environment.ts'
import { TokenSourceError } from './errors.ts'
import { isCode } from './refusal.ts'

/** A reply that was read to its end. */
export interface Reply {
  readonly status: number
  readonly text: string
  /** the `Date` header in Unix seconds, where it can be read */
  readonly date: number | undefined
  /** 0 = it did not say */
  readonly retryAfterSeconds: number
}

/** No reply of a token server is near it. */
const maxReplyBytes = 65_536

/**
 * Sends one request and reads its reply.
 *
 * @throws TokenSourceError `TOKEN_SERVER_UNREACHABLE`, `TOKEN_REPLY_INVALID` when the reply is too large
 */
export async function exchange(
  { fetch, now }: Pick<Environment, 'fetch' | 'now'>,
  url: string,
  init: RequestInit,
): Promise<Reply> {
  try {
    const response = await fetch(url, { ...init, cache: 'no-store' })
    const text = await readBounded(response)
    const date = secondsOf(response.headers.get('date'))
    const retryAfterSeconds = retryAfterOf(response.headers.get('retry-after'), date ?? now().wall)
    return { status: response.status, text, date, retryAfterSeconds }
  } catch (error) {
    if (error instanceof TokenSourceError) throw error
    // the error of `fetch` may hold the whole URL or a header: only its code is passed on
    const { code } = ((error as Error)?.cause ?? {}) as { code?: unknown }
    throw new TokenSourceError(
      'TOKEN_SERVER_UNREACHABLE',
      `no reply from ${new URL(url).origin}${isCode(code) ? ` (${code})` : ''}; is it up, does CORS allow it?`,
    )
  }
}

async function readBounded(response: Response): Promise<string> {
  const reader = response.body?.getReader() // React Native has no streams
  const decoder = new TextDecoder()
  let text = reader ? '' : await response.text()
  for (let ended = !reader; ; ) {
    if (text.length > maxReplyBytes) {
      void reader?.cancel()
      throw new TokenSourceError('TOKEN_REPLY_INVALID', 'too long a reply')
    }
    if (ended) return text
    const { done, value } = await reader!.read()
    text += decoder.decode(value, { stream: !done })
    ended = done
  }
}

/**
 * What `Retry-After` asks for, in seconds or as a date: 0 to 86,400 seconds.
 *
 * @param now - Unix seconds on the clock of who says it
 */
export function retryAfterOf(said: unknown, now: number): number {
  const number = Number(said)
  const seconds = number >= 0 ? number : (secondsOf(said) ?? now) - now
  return Math.min(86_400, Math.max(0, seconds))
}

function secondsOf(date: unknown): number | undefined {
  return Date.parse(`${date}`) / 1000 || undefined
}
