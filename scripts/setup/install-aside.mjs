import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npmCi, runNpm } from './install.mjs'
import { withLock } from './lock.mjs'
import { hashFiles, readStamp, stamped } from './stamp.mjs'

/**
 * Makes the node_modules of a folder with a lock of its own, outside the workspace, what that lock says;
 * once per lock. Where no registry answers, npm's cache may still hold it all.
 *
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} [env] - for npm
 * @returns {Promise<string | undefined>} why it cannot be had here; nothing when it is there
 * @throws Error when a registry answers and npm fails all the same
 */
export async function installAside(folder, env = process.env) {
  const names = ['package.json', 'package-lock.json', '.npmrc']
  const files = names.map((name) => join(folder, name)).filter((file) => existsSync(file))
  const { versions, platform, arch } = process
  const hash = hashFiles(folder, files, [versions.modules, platform, arch])
  const stamp = join(folder, 'node_modules', '.symbolon', 'installed')
  return await withLock(join(folder, '.cache', 'install.lock'), async () => {
    if (readStamp(stamp) === hash) return undefined
    const reached = await registryAnswers(folder, env)
    try {
      await stamped(stamp, hash, () => npmCi(folder, { env, offline: !reached }))
      return undefined
    } catch (error) {
      if (reached) throw error
      return "no npm registry can be reached, and npm's cache does not hold all of it"
    }
  })
}

/** Asks as npm asks, through its proxy and with its credentials, but once, and past its cache: a stale answer is none. */
async function registryAnswers(folder, env) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [[name, version] = []] = Object.entries(manifest.dependencies ?? {})
  if (name === undefined) return true
  const cache = join(folder, '.cache', 'npm')
  const args = ['view', `${name}@${version}`, 'version', '--silent', `--cache=${cache}`]
  const once = ['--fetch-retries=0', '--fetch-timeout=15000', '--prefer-online']
  return (await runNpm([...args, ...once], { cwd: folder, env, stdio: 'ignore' })) === 0
}
