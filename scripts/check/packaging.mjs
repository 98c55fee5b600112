import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readManifest, root, workspaces } from '../setup/workspace.mjs'
import { packPackage } from './pack.mjs'
import { together, toolCheck } from './tool.mjs'

/**
 * Packs each package as npm would publish it and lets publint and attw look at the tarball.
 * @returns {Promise<import('./tool.mjs').Outcome>}
 */
export async function checkPackaging() {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-pack-'))
  try {
    const outcomes = []
    for (const workspace of published()) outcomes.push(...(await checkPackage(workspace, folder)))
    return together(outcomes)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function published() {
  return workspaces().filter((workspace) => !readManifest(join(root, workspace)).private)
}

async function checkPackage(workspace, folder) {
  const manifest = readManifest(join(root, workspace))
  const tarball = await packPackage(workspace, folder)
  const outcomes = [await toolCheck('publint/src/cli.js', [tarball, '--strict'])]
  // attw judges types; a package that exports no module (the command) has none
  if (manifest.exports['.'] !== undefined) {
    const args = [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color']
    outcomes.push(await toolCheck('@arethetypeswrong/cli/dist/index.js', args))
  }
  return outcomes
}
