import { join } from 'node:path'
import { root as repository, workspaces } from '../setup/workspace.mjs'
import { runTool } from './tool.mjs'

/**
 * Checks the rules of `.dependency-cruiser.mjs` on what is compiled. A package without a single module seen is
 * a failure: the tool says nothing when it cannot read what it was given.
 *
 * @param {string} [root]
 * @returns {Promise<import('./tool.mjs').Outcome>}
 */
export async function checkImports(root = repository) {
  const folders = workspaces(root).map((folder) => `${folder}/dist`)
  const config = join(repository, '.dependency-cruiser.mjs')
  const args = ['--config', config, '--output-type', 'json', ...folders]
  const { stdout, stderr } = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', args, {
    cwd: root,
  })
  if (!stdout.startsWith('{')) return { ok: false, output: stdout + stderr }
  const { modules, summary } = JSON.parse(stdout)
  const unseen = folders.filter(
    (folder) => !modules.some(({ source }) => source.startsWith(`${folder}/`)),
  )
  const lines = [
    ...unseen.map((folder) => `${folder}: no module seen`),
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
  ]
  return { ok: lines.length === 0, output: lines.join('\n') }
}
