import { secondsSince } from '../setup/child.mjs'
import { checkDocs } from './docs-fresh.mjs'
import { checkImports } from './import-rules.mjs'
import { checkPackaging } from './packaging.mjs'
import { together, toolCheck } from './tool.mjs'

const tsc = 'typescript/bin/tsc'

/** Name → check. All are run, whatever the ones before said. */
const checks = {
  style: () => toolCheck('@biomejs/biome/bin/biome', ['ci', '--error-on-warnings', '--colors=off']),
  types: async () =>
    together([
      await toolCheck(tsc, ['-p', 'tsconfig.tests.json']),
      await toolCheck(tsc, ['-p', 'scripts/tsconfig.json']),
    ]),
  imports: () => checkImports(),
  docs: () => checkDocs(),
  'dead-code': () =>
    toolCheck('knip/bin/knip.js', ['--no-progress', '--treat-config-hints-as-errors']),
  packaging: () => checkPackaging(),
  size: () => toolCheck('size-limit/bin.js', []),
}

/**
 * Runs the named checks, or all.
 * @param {string[]} names
 * @returns {Promise<number>} exit code: 0 when all passed
 */
export async function runChecks(names) {
  const unknown = names.filter((name) => !Object.hasOwn(checks, name))
  if (unknown.length > 0) {
    console.error(
      `no check called ${unknown.join(', ')}; there are: ${Object.keys(checks).join(', ')}`,
    )
    return 2
  }
  const chosen = names.length > 0 ? names : Object.keys(checks)
  let failures = 0
  for (const name of chosen) if (!(await runCheck(name))) failures += 1
  console.log(`${chosen.length - failures} of ${chosen.length} checks passed`)
  return failures === 0 ? 0 : 1
}

async function runCheck(name) {
  const startedAt = performance.now()
  const { ok, output } = await outcomeOf(checks[name])
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(10)} ${secondsSince(startedAt)}`)
  if (!ok) console.log(output.trimEnd())
  return ok
}

/** A check that breaks is a check that fails. */
async function outcomeOf(check) {
  try {
    return await check()
  } catch (error) {
    return { ok: false, output: error.stack }
  }
}
