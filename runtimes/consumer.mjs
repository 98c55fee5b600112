// A project that uses the packed token library, in a folder of its own, with the suite compiled into it.
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { packPackage } from '../scripts/check/pack.mjs'
import { root } from '../scripts/setup/workspace.mjs'

const here = import.meta.dirname

/**
 * Makes the folder anew: the library as npm packs it, its one dependency, `main.mjs` for runtimes that resolve
 * packages themselves, and `worker.mjs` bundled for workerd, which does not.
 *
 * @param {string} folder
 */
export async function makeConsumer(folder) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({
      type: 'module',
      dependencies: { '@symbolon/token': '*', '@noble/hashes': '*' },
    }),
  )
  unpack(packPackage('packages/token', folder), join(folder, 'node_modules', '@symbolon', 'token'))
  const hashes = join('node_modules', '@noble', 'hashes')
  cpSync(join(root, hashes), join(folder, hashes), { recursive: true })
  await bundleMain(folder)
  await bundleWorker(folder)
  copyFileSync(join(here, 'workerd.capnp'), join(folder, 'workerd.capnp'))
}

function unpack(tarball, folder) {
  mkdirSync(folder, { recursive: true })
  const { status, stderr } = spawnSync('tar', [
    '-xzf',
    tarball,
    '--strip-components=1',
    '-C',
    folder,
  ])
  if (status !== 0) throw new Error(`tar failed: ${stderr}`)
}

/** The suite alone: what is of the library stays an import, for the runtime to resolve by its own conditions. */
async function bundleMain(folder) {
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external: ['node:*', '@symbolon/token'],
    plugins: [packedInternals],
  })
}

/** The two internals that the suite tries are taken from the packed library as well. */
const packedInternals = {
  name: 'packed-internals',
  setup({ onResolve }) {
    onResolve({ filter: /packages\/token\/dist\// }, ({ path }) => ({
      path: path.replace(/^.*packages\/token/, './node_modules/@symbolon/token'),
      external: true,
    }))
  },
}

async function bundleWorker(folder) {
  await build({
    entryPoints: [join(here, 'worker.ts')],
    outfile: join(folder, 'worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'import'],
  })
}
