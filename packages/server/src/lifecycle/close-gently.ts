import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import type { Readiness } from '../http/health.ts'
import type { ClosableLog } from '../observe/log.ts'

interface Facts {
  readonly readiness: Readiness
  readonly drainSeconds: number
  readonly log: ClosableLog
}

/** How often connections that have fallen idle are closed while the last requests finish. */
const reapMs = 50

/** How long, after the draining, the rest of a body is waited for: Node looks at no timeout while it closes. */
const bodyMs = 1000

/** See `RunningServer.close`. To be called before the server listens: it must see every connection. */
export function closeGently(
  app: FastifyInstance,
  { readiness, drainSeconds, log }: Facts,
): (withinSeconds?: number) => Promise<void> {
  const connections = new Set<Socket>()
  app.server.on('connection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })
  function reap(until: number): void {
    app.server.closeIdleConnections()
    for (const socket of connections) if (!isAnswering(socket, until)) socket.destroy()
  }
  async function close(withinSeconds: number): Promise<void> {
    readiness.draining = true
    log.info({ drainSeconds, withinSeconds }, 'stopping')
    const cut = setTimeout(() => app.server.closeAllConnections(), withinSeconds * 1000)
    await wait(Math.min(drainSeconds, withinSeconds) * 1000)
    const bodiesUntil = performance.now() + bodyMs
    const reaping = setInterval(reap, reapMs, bodiesUntil)
    try {
      await app.close()
    } finally {
      clearTimeout(cut)
      clearInterval(reaping)
    }
    log.info({}, 'stopped')
    log.close()
  }
  let closing: Promise<void> | undefined
  return (withinSeconds = 9) => {
    closing ??= close(withinSeconds)
    return closing
  }
}

/**
 * Whether a request came in on the connection and is worth the wait: one whose headers are not complete is not. Node
 * keeps the response that a connection is busy with in `_httpMessage`, and decides by it too whom it calls idle; to
 * note the same again for every request would cost each of them.
 */
function isAnswering(socket: Socket, bodiesUntil: number): boolean {
  const response = (socket as { readonly _httpMessage?: ServerResponse | null })._httpMessage
  return response ? response.req.complete || performance.now() < bodiesUntil : false
}
