import { existsSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { progress, runChild, secondsSince } from './child.mjs'
import { filesBelow, hashFiles, readStamp, stamped } from './stamp.mjs'
import { workspaces } from './workspace.mjs'

const stampPath = ['node_modules', '.symbolon', 'built']

const bundler = ['packages', 'demo', 'build.mjs']
/** What the bundler makes of packages/demo, beside what tsc makes of it. */
const pages = [
  ['packages', 'server', 'public', 'index.html'],
  ['packages', 'cli', 'public', 'index.html'],
]

/**
 * What dist and the pages are made of: sources, compiler settings, the installed compiler and bundler.
 * @param {string} root
 */
function sourceHash(root) {
  const folders = workspaces(root).map((folder) => join(root, folder))
  const settings = folders.flatMap((folder) => [
    join(folder, 'tsconfig.json'),
    join(folder, 'package.json'),
  ])
  const sources = folders.flatMap((folder) => filesBelow(join(folder, 'src')))
  const shared = ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json'].map((file) =>
    join(root, file),
  )
  if (hasPages(root)) shared.push(join(root, ...bundler))
  return hashFiles(root, [...shared, ...settings, ...sources])
}

/**
 * True when every source is compiled as it stands now. Looks for the outputs as well: dist may be gone.
 * @param {string} root
 */
export function isBuilt(root) {
  if (readStamp(join(root, ...stampPath)) !== sourceHash(root)) return false
  const bundled = hasPages(root) ? pages.map((path) => join(root, ...path)) : []
  return [...expectedOutputs(root), ...bundled].every((file) => existsSync(file))
}

function hasPages(root) {
  return existsSync(join(root, ...bundler))
}

/**
 * Compiles all packages, removes what earlier sources left behind in dist, and bundles the pages.
 * @param {string} root
 */
export async function build(root) {
  const startedAt = performance.now()
  progress('building …')
  await stamped(join(root, ...stampPath), sourceHash(root), async () => {
    // Forced: tsc trusts modification times, and sources may have come with older ones than dist has.
    const tsc = ['node_modules/typescript/bin/tsc', '-b', '--force']
    await run(root, tsc, 'the sources do not compile; tsc says above why')
    removeStale(root)
    if (hasPages(root))
      await run(root, [join(...bundler)], 'the pages cannot be bundled; see above')
  })
  progress(`built in ${secondsSince(startedAt)}`)
}

async function run(root, args, problem) {
  const exitCode = await runChild(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (exitCode !== 0) throw new Error(problem)
}

function removeStale(root) {
  const expected = new Set(expectedOutputs(root))
  const compiled = workspaces(root)
    .flatMap((folder) => filesBelow(join(root, folder, 'dist')))
    .filter((file) => /\.(js|d\.ts)(\.map)?$/.test(file))
  for (const file of compiled) if (!expected.has(file.replace(/\.map$/, ''))) rmSync(file)
}

/** `src/a/b.ts` → `dist/a/b.js` and `dist/a/b.d.ts`. */
function expectedOutputs(root) {
  return workspaces(root).flatMap((folder) => {
    const src = join(root, folder, 'src')
    return filesBelow(src)
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
      .map((file) => join(root, folder, 'dist', relative(src, file)).replace(/\.tsx?$/, ''))
      .flatMap((output) => [`${output}.js`, `${output}.d.ts`])
  })
}
