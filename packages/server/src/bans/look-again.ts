import { setMaxListeners } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import type { Ban } from './ban.ts'

/** in which what was allowed before is signed and recorded */
const laterMs = 3000

/**
 * Looks at bans again, a while after this server learned of them: what it allowed in the moment before is in the ledger then,
 * and may live longer than the ban was made for.
 */
export function lookAgain(
  outlast: (ban: Ban) => Promise<void>,
  onFault: (error: unknown) => void,
): { readonly later: (bans: readonly Ban[]) => void; readonly stop: () => void } {
  const ended = new AbortController()
  const { signal } = ended
  setMaxListeners(0, signal) // one for each moment of the last seconds in which somebody was banned
  async function look(bans: readonly Ban[]): Promise<void> {
    await setTimeout(laterMs, undefined, { signal, ref: false })
    for (const ban of bans) if (!signal.aborted) await outlast(ban)
  }
  const unlessEnded = (error: unknown) => {
    if (!signal.aborted) onFault(error)
  }
  return {
    later: (bans) => {
      const own = bans.filter(({ outlives }) => outlives)
      if (own.length > 0) void look(own).catch(unlessEnded)
    },
    stop: () => ended.abort(),
  }
}
