import { join } from 'node:path'
import { build, isBuilt } from './build.mjs'
import { progress } from './child.mjs'
import { install, isInstalled } from './install.mjs'
import { withLock } from './lock.mjs'

/**
 * Installs and builds what is not so yet. Several may call it at once: one works, the others wait for it.
 * @param {string} root
 * @param {{ rebuild?: boolean }} [options] - `rebuild`: compile even when nothing changed
 */
export async function prepare(root, options = {}) {
  const ready = () => isInstalled(root) && isBuilt(root)
  if (ready() && !options.rebuild) return
  const onWait = (pid) => progress(`waiting for process ${pid}, which is installing or building …`)
  await withLock(join(root, '.cache', 'setup.lock'), () => bringUpToDate(root, options), { onWait })
}

async function bringUpToDate(root, { rebuild = false }) {
  if (!isInstalled(root)) await install(root)
  if (rebuild || !isBuilt(root)) await build(root)
}
