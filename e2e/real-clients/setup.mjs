import { join } from 'node:path'
import { npmCi } from '../../scripts/setup/install.mjs'
import { withLock } from '../../scripts/setup/lock.mjs'
import { hashFiles, readStamp, stamped } from '../../scripts/setup/stamp.mjs'

const here = import.meta.dirname

/** Installs the clients, once per lock: they have a lock of their own, so that the product's stays small. */
export async function installRealClients() {
  const files = ['package.json', 'package-lock.json', '.npmrc'].map((name) => join(here, name))
  const hash = hashFiles(here, files)
  const stamp = join(here, 'node_modules', '.symbolon', 'installed')
  await withLock(join(here, '.cache', 'install.lock'), async () => {
    if (readStamp(stamp) !== hash) await stamped(stamp, hash, () => npmCi(here))
  })
}
