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

/** See `RunningServer.close`. */
export function closeGently(
  app: FastifyInstance,
  { readiness, drainSeconds, log }: Facts,
): (withinSeconds?: number) => Promise<void> {
  async function close(withinSeconds: number): Promise<void> {
    readiness.draining = true
    log.info({ drainSeconds, withinSeconds }, 'stopping')
    const cut = setTimeout(() => app.server.closeAllConnections(), withinSeconds * 1000)
    await wait(Math.min(drainSeconds, withinSeconds) * 1000)
    const reap = setInterval(() => app.server.closeIdleConnections(), reapMs)
    try {
      await app.close()
    } finally {
      clearTimeout(cut)
      clearInterval(reap)
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
