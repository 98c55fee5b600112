import { createTokenSource } from '@symbolon/client'
import { type ListenOptions, listenForPush, type PushEvent } from '@symbolon/client/push'
import { onTestFinished } from 'vitest'
import { appId, keptProject, seconds, serving } from '../../server/test/authority.ts'

/** The real server, a user's source, and what listens for it. */
export async function pushing(env: Record<string, string> = {}) {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const clock = { at: seconds() }
  const { server, call } = await serving(kept, env, 'dev', { tokenNow: () => clock.at })
  const source = createTokenSource({
    url: `${server.url}/v1/tokens`,
    headers: { authorization: `Bearer ${key}` },
    ...{ channel: 'lobby', subject: { uid: 7 }, role: 'subscriber' },
  })
  source.on('refused', () => undefined) // told otherwise
  onTestFinished(() => source.close())
  const push = async (body: object) => {
    const place = { channel: 'lobby', uid: 7 }
    return (await call(`POST /v1/projects/${appId}/push`, { key, body: { ...place, ...body } }))
      .body
  }
  const ban = () => call(`POST /v1/projects/${appId}/bans`, { key, body: { uid: 7 } })
  const listen = (options: Partial<ListenOptions> = {}) => listening(source, server.url, options)
  return { server, source, clock, push, ban, listen }
}

function listening(
  source: Parameters<typeof listenForPush>[0],
  url: string,
  options: Partial<ListenOptions>,
) {
  const events: PushEvent[] = []
  const errors: string[] = []
  const waiting: { type: string; nth: number; go: (event: PushEvent) => void }[] = []
  const tell = () => {
    for (const { type, nth, go } of waiting) {
      const found = events.filter((event) => event.type === type)[nth - 1]
      if (found !== undefined) go(found)
    }
  }
  const listener = listenForPush(source, {
    url: `${url}/v1/events`,
    onEvent: (event) => {
      events.push(event)
      tell()
    },
    onError: ({ code, status }) => errors.push(`${code} ${status ?? ''}`.trimEnd()),
    ...options,
  })
  onTestFinished(listener.stop)
  /** the nth event of a type */
  const heard = (type: PushEvent['type'], nth = 1) =>
    new Promise<PushEvent>((go) => {
      waiting.push({ type, nth, go })
      tell()
    })
  return { ...listener, events, errors, heard }
}
