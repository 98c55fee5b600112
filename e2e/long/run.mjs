// `npm run test:long`: the proofs that take minutes. `-- sdk` for other SDKs and versions, `-- proofs` for the rest, of
// which the soak takes half an hour, or SOAK_MINUTES.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { progress, runChild } from '../../scripts/setup/child.mjs'
import { installAside } from '../../scripts/setup/install-aside.mjs'
import { root } from '../../scripts/setup/workspace.mjs'

const versions = join(root, 'e2e', 'sdk-versions')
const sdks = ['sdk-4-20', 'sdk-4-18']
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')

const wanted = process.argv.slice(2)
const codes = []
const missing = await installAside(versions)
if (missing !== undefined) {
  progress(`other SDK versions are not tried: ${missing}`)
  if (process.env.CI) codes.push(1)
}
if (wanted.length === 0 || wanted.includes('proofs')) {
  codes.push(await run(['--config', 'vitest.long.config.ts'], {}))
}
if (missing === undefined && (wanted.length === 0 || wanted.includes('sdk'))) {
  const { resolve } = createRequire(join(versions, 'package.json'))
  progress('the adapters against the typings of native SDKs')
  codes.push(await runChild(process.execPath, [tsc, '-p', versions], { cwd: root }))
  for (const name of sdks) {
    progress(`the emulator's tests with ${name}`)
    codes.push(await run(['e2e/emulator'], { SYMBOLON_TEST_SDK: resolve(name) }))
  }
}
process.exitCode = codes.some((code) => code !== 0) ? 1 : 0

function run(args, env) {
  return runChild(process.execPath, [vitest, 'run', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  })
}
