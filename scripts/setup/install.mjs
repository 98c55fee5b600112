import { join } from 'node:path'
import { progress, runChild, secondsSince } from './child.mjs'
import { hashFiles, readStamp, stamped } from './stamp.mjs'
import { workspaces } from './workspace.mjs'

/** Inside node_modules, so that whoever removes node_modules removes the stamp with it. */
const stampPath = ['node_modules', '.symbolon', 'installed']

/**
 * What node_modules should hold: the lock, the manifests, and the Node that native add-ons are for.
 * @param {string} root
 */
export function installHash(root) {
  const manifests = ['.', ...workspaces(root)].map((folder) => join(root, folder, 'package.json'))
  const { versions, platform, arch } = process
  return hashFiles(
    root,
    [join(root, 'package-lock.json'), ...manifests],
    [versions.modules, platform, arch],
  )
}

/** @param {string} root */
export function isInstalled(root) {
  return readStamp(join(root, ...stampPath)) === installHash(root)
}

/**
 * Makes node_modules what the lock says. Needs the registry (or npm's cache) only when it is not so yet.
 * @param {string} root
 */
export async function install(root) {
  const startedAt = performance.now()
  progress('installing dependencies (npm ci) …')
  await stamped(join(root, ...stampPath), installHash(root), () => npmCi(root))
  progress(`installed in ${secondsSince(startedAt)}`)
}

/**
 * `npm ci` in a folder, without install scripts, its output on our stderr.
 * @param {string} folder
 * @param {{ env?: NodeJS.ProcessEnv, offline?: boolean }} [options] - `offline`: from npm's cache alone
 */
export async function npmCi(folder, { env = process.env, offline = false } = {}) {
  // dev dependencies also under NODE_ENV=production: the compiler is one of them
  const args = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--no-audit',
    '--no-fund',
    offline ? '--offline' : '--prefer-offline',
  ]
  const exitCode = await runNpm(args, { cwd: folder, env, stdio: ['ignore', 2, 2] })
  if (exitCode !== 0)
    throw new Error(`npm ci failed with exit code ${exitCode}; its lines above say why`)
}

/**
 * The npm that started us, else the one on the PATH.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 */
export function runNpm(args, options) {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return runChild(process.execPath, [script, ...args], options)
  return runChild('npm', args, { ...options, shell: process.platform === 'win32' })
}
