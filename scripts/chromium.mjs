import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { runChild } from './setup/child.mjs'
import { withLock } from './setup/lock.mjs'
import { root } from './setup/workspace.mjs'

/** @typedef {{ path: string, env: Record<string, string> }} Chromium - what to run, and what to add to its environment */

/**
 * A Chromium to test in: $CHROMIUM_PATH, else the system's, else the one that comes from npm, which needs no
 * library of the system. FORCE_NPM_CHROMIUM=1 goes straight to the last.
 *
 * @returns {Promise<Chromium | undefined>} nothing where none can be had
 */
export async function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return { path: env.CHROMIUM_PATH, env: {} }
  const system = env.FORCE_NPM_CHROMIUM === '1' ? undefined : onPath(env.PATH)
  if (system !== undefined) return { path: system, env: {} }
  // its package holds a binary for Linux on x64 only
  return process.platform === 'linux' && process.arch === 'x64' ? fromNpm() : undefined
}

function onPath(path = '') {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const candidates = path
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
  return candidates.find((file) => existsSync(file))
}

async function fromNpm() {
  const { version } = JSON.parse(readFileSync(manifestPath(), 'utf8'))
  const folder = join(root, '.cache', `chromium-${version}`)
  await withLock(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await extract(folder)
  })
  const fonts = join(folder, 'fonts.conf')
  const libraries = join(folder, 'al2023', 'lib')
  return {
    path: join(folder, 'chromium'),
    env: { FONTCONFIG_FILE: fonts, LD_LIBRARY_PATH: libraries, HOME: folder },
  }
}

/**
 * The package unpacks into the folder for temporary files and takes whatever `chromium` lies there already, of
 * any version. So it gets a folder of its own, which gets its name once it is whole.
 */
async function extract(folder) {
  const draft = `${folder}.partial`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true })
  const code =
    "import('@sparticuz/chromium').then(({ default: chromium }) => chromium.executablePath())"
  const exitCode = await runChild(process.execPath, ['-e', code], {
    cwd: root,
    // this name makes it unpack the shared libraries too
    env: { ...process.env, TMPDIR: draft, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    stdio: ['ignore', 'ignore', 2],
  })
  if (exitCode !== 0)
    throw new Error('the Chromium from npm could not be unpacked; the lines above say why')
  writeFileSync(join(draft, 'fonts.conf'), fontConfig(folder))
  renameSync(draft, folder)
}

/** Without any font configuration Chromium ends at once. */
function fontConfig(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`
}

function manifestPath() {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  return join(dirname(entry), '..', '..', 'package.json')
}
