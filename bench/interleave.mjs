// CPU time of small functions. Each contender runs in a process of its own, so that none pays for another's garbage
// or type feedback; they take turns, so that what else the machine does falls on all alike.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('contender.mjs', import.meta.url))

/** Median, least and most. */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { median, min: sorted[0], max: sorted.at(-1) }
}

/**
 * @param {string} module - a file of this folder whose `contenders` are to run
 * @param {{ rounds: number, seconds: number }} effort - the warm-up takes one round more
 * @returns {Promise<{ name: string, median: number, min: number, max: number }[]>} CPU nanoseconds a call
 */
export async function interleave(module, effort) {
  const { contenders } = await import(`./${module}`)
  const processes = contenders.map((_, index) => fork(child, [module, `${index}`]))
  try {
    const costs = contenders.map(() => [])
    for (let round = 0; round <= effort.rounds; round++) {
      for (const [index, process] of processes.entries()) {
        const cost = await ask(process, effort.seconds)
        if (round > 0) costs[index].push(cost)
      }
    }
    return contenders.map((contender, index) => ({ ...contender, ...spread(costs[index]) }))
  } finally {
    for (const process of processes) process.kill()
  }
}

async function ask(process, seconds) {
  process.send({ seconds })
  const [reply] = await Promise.race([once(process, 'message'), once(process, 'exit')])
  if (typeof reply !== 'object') throw new Error(`a contender ended with ${reply}`)
  return reply.nanoseconds
}
