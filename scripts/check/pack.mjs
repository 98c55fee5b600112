import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../setup/workspace.mjs'

/**
 * `npm pack` of one package, without running its scripts.
 * @param {string} workspace - its folder below the root
 * @param {string} destination
 * @returns {string} path of the tarball
 */
export function packPackage(workspace, destination) {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', destination]
  const { status, stdout, stderr } = npm(args, join(root, workspace))
  if (status !== 0) throw new Error(`npm pack failed in ${workspace}\n${stderr}`)
  return join(destination, JSON.parse(stdout)[0].filename)
}

function npm(args, cwd) {
  const script = process.env.npm_execpath
  const options = /** @type {const} */ ({ cwd, encoding: 'utf8' })
  if (script?.endsWith('.js')) return spawnSync(process.execPath, [script, ...args], options)
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}
