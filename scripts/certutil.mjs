import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runChild } from './setup/child.mjs'
import { withLock } from './setup/lock.mjs'
import { root } from './setup/workspace.mjs'

/** @typedef {{ path: string, env: Record<string, string> }} Certutil - what to run, and what to add to its environment */

/**
 * The program that tells Chromium on Linux whom to trust: that of the system, else, where there is apt, the one of
 * Debian's package, unpacked for this checkout alone. Nothing is installed, and no rights are needed.
 * FORCE_OWN_CERTUTIL=1 goes straight to the last.
 *
 * @returns {Promise<Certutil | undefined>} nothing where none can be had
 */
export async function findCertutil(env = process.env) {
  // a Windows program of the same name does something else
  if (process.platform !== 'linux') return undefined
  const folders = (env.PATH ?? '').split(delimiter)
  const onPath = (name) =>
    folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
  const system = env.FORCE_OWN_CERTUTIL === '1' ? undefined : onPath('certutil')
  if (system !== undefined) return { path: system, env: {} }
  return onPath('apt-get') && onPath('dpkg-deb') ? await fromDebian() : undefined
}

async function fromDebian() {
  const folder = join(root, '.cache', 'certutil')
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await unpack(folder)
  })
  return existsSync(folder) ? unpacked(folder) : undefined
}

function unpacked(folder) {
  const libraries = join(folder, 'usr', 'lib')
  const [triplet = ''] = readdirSync(libraries)
  return {
    path: join(folder, 'usr', 'bin', 'certutil'),
    env: { LD_LIBRARY_PATH: join(libraries, triplet) },
  }
}

/** Where no package can be fetched, the folder does not appear. */
async function unpack(folder) {
  const draft = `${folder}.partial`
  rmSync(draft, { recursive: true, force: true })
  for (const name of ['lists/partial', 'cache/archives/partial', 'tree'])
    mkdirSync(join(draft, name), { recursive: true })
  if (await fetchAndUnpack(draft)) renameSync(join(draft, 'tree'), folder)
  rmSync(draft, { recursive: true, force: true })
}

/** The lists are fetched anew and kept apart: those of the system may be missing, old, or not ours to write. */
async function fetchAndUnpack(draft) {
  const settings = [
    '-qq',
    `-oDir::State::Lists=${join(draft, 'lists')}`,
    `-oDir::Cache=${join(draft, 'cache')}`,
    '-oAPT::Sandbox::User=',
  ]
  const packages = ['libnss3-tools', 'libnss3', 'libnspr4', 'libsqlite3-0']
  const run = async (command, args) =>
    (await runChild(command, args, { cwd: draft, stdio: ['ignore', 'ignore', 2] })) === 0
  if (!(await run('apt-get', [...settings, 'update']))) return false
  if (!(await run('apt-get', [...settings, 'download', ...packages]))) return false
  for (const file of readdirSync(draft).filter((name) => name.endsWith('.deb')))
    if (!(await run('dpkg-deb', ['-x', file, 'tree']))) return false
  return true
}
