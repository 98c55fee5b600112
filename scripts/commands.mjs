import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { progress, runChild } from './setup/child.mjs'
import { prepare } from './setup/prepare.mjs'
import { root } from './setup/workspace.mjs'

/** Name → what it does with the arguments after it. Gives an exit code, or nothing while the program runs on. */
const commands = {
  start: async (args) => {
    await prepare(root)
    await runSymbolon(['dev', ...args])
  },
  test: async (args) => {
    await prepare(root)
    return runNode(['node_modules/vitest/vitest.mjs', 'run', ...args])
  },
  build: async () => {
    await prepare(root, { rebuild: true })
    return 0
  },
  check: async (args) => {
    await prepare(root)
    const { runChecks } = await import('./check/run-checks.mjs')
    return runChecks(args)
  },
  docs: async () => {
    await prepare(root)
    const { writeDocs } = await import('./check/docs-fresh.mjs')
    return writeDocs()
  },
  bench: async (args) => {
    await prepare(root)
    return runNode(['bench/run.mjs', ...args])
  },
  'test:long': async (args) => {
    await prepare(root)
    return runNode(['e2e/long/run.mjs', ...args])
  },
  'test:runtimes': async (args) => {
    await prepare(root)
    return runNode(['runtimes/run.mjs', ...args])
  },
}

/**
 * @param {string[]} argv - the command's name and its arguments
 * @returns {Promise<number | undefined>} the exit code; none while the command runs on
 */
export async function main([name, ...args]) {
  if (!Object.hasOwn(commands, name ?? '')) {
    console.error(`Usage: node scripts/run.mjs <${Object.keys(commands).join(' | ')}> [arguments]`)
    return 2
  }
  try {
    return await commands[name](args)
  } catch (error) {
    progress(error.name === 'Error' ? error.message : error.stack)
    return 1
  }
}

/** In this process: signals reach the server directly, and its exit code is ours. */
async function runSymbolon(args) {
  endWithNpm()
  const entry = join(root, 'packages', 'cli', 'dist', 'main.js')
  process.argv = [process.argv[0], entry, ...args]
  await import(pathToFileURL(entry).href)
}

function runNode(args) {
  return runChild(process.execPath, args, { cwd: root })
}

/**
 * npm passes a signal to the shell that it runs scripts with, and that shell does not pass it on: without this,
 * a killed `npm start` would leave the server behind, holding its port.
 */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const watch = () => process.ppid !== shell && process.kill(process.pid, 'SIGTERM')
  setInterval(watch, 250).unref()
}
