import { onTestFinished } from 'vitest'
import type { Calling } from './authority.ts'

/** A stream of `/v1/events`, message by message. */
export interface Heard {
  readonly status: number
  readonly headers: Headers
  /** whole, of a refusal */
  // biome-ignore lint/suspicious/noExplicitAny: a reply that a test looks into
  readonly problem: any
  /** the next event, `retry` and heartbeats left out; undefined at the end */
  readonly next: () => Promise<{ event: string; data: Record<string, unknown> } | undefined>
  /** everything that came so far */
  readonly text: () => string
  readonly leave: () => void
}

/** Listens with a token until the test ends. */
export async function listen(
  { server }: Pick<Calling, 'server'>,
  token: string,
  more: Record<string, string> = {},
): Promise<Heard> {
  const ended = new AbortController()
  const leave = () => ended.abort()
  onTestFinished(leave)
  const answer = await fetch(`${server.url}/v1/events`, {
    headers: { authorization: `Bearer ${token}`, ...more },
    signal: ended.signal,
  })
  const { status, headers } = answer
  const problem = status === 200 ? undefined : await answer.clone().json()
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let all = ''
  let rest = ''
  const next: Heard['next'] = async () => {
    for (;;) {
      const end = rest.indexOf('\n\n')
      if (end < 0) {
        const { done, value } = await reader.read()
        if (done) return undefined
        all += value
        rest += value
        continue
      }
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(rest.slice(0, end)) ?? []
      rest = rest.slice(end + 2)
      if (event !== undefined) return { event, data: JSON.parse(data!) }
    }
  }
  return { status, headers, problem, next, text: () => all, leave }
}
