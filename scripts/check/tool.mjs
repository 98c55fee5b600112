import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../setup/workspace.mjs'

/** @typedef {{ ok: boolean, output: string }} Outcome - `output` is shown when `ok` is false */

/**
 * Runs one of the installed command-line tools with this Node and keeps what it prints.
 *
 * @param {string} script - its entry below node_modules
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<{ exitCode: number, stdout: string, stderr: string }>}
 */
export function runTool(script, args, { cwd = root } = {}) {
  const entry = join(root, 'node_modules', script)
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [entry, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const printed = { stdout: '', stderr: '' }
    for (const stream of /** @type {const} */ (['stdout', 'stderr'])) {
      child[stream].setEncoding('utf8').on('data', (text) => {
        printed[stream] += text
      })
    }
    child.once('error', reject)
    child.once('close', (code) => resolve({ exitCode: code ?? 1, ...printed }))
  })
}

/**
 * A check that is one run of one tool: right when it exits with 0.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
export async function toolCheck(script, args) {
  const { exitCode, stdout, stderr } = await runTool(script, args)
  return { ok: exitCode === 0, output: `${stdout}${stderr}` }
}

/**
 * Several outcomes as one, their outputs below each other.
 * @param {Outcome[]} outcomes
 * @returns {Outcome}
 */
export function together(outcomes) {
  const failed = outcomes.filter((outcome) => !outcome.ok)
  return { ok: failed.length === 0, output: failed.map((outcome) => outcome.output).join('\n') }
}
