import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * Runs a program to its end and gives its exit code; 128 + n when signal n ended it, as a shell does.
 * SIGTERM and SIGHUP are handed on. SIGINT is only outlived: the terminal sends it to the child as well.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export async function runChild(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options })
  const handlers = {
    SIGTERM: () => child.kill('SIGTERM'),
    SIGHUP: () => child.kill('SIGHUP'),
    SIGINT: () => {},
  }
  for (const [signal, handler] of Object.entries(handlers)) process.on(signal, handler)
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) =>
        resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']),
      )
    })
  } finally {
    for (const [signal, handler] of Object.entries(handlers)) process.off(signal, handler)
  }
}

/**
 * One line about what is being prepared. On stderr: stdout belongs to the command.
 * @param {string} line
 */
export function progress(line) {
  process.stderr.write(`symbolon: ${line}\n`)
}

/**
 * Seconds since `startedAt` (from `performance.now()`), with one decimal.
 * @param {number} startedAt
 * @returns {string}
 */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
}
