import {
  type CompiledPolicy,
  compilePolicy,
  type FixtureResult,
  readFixtures,
  tryFixtures,
} from '@symbolon/server/policy'
import { commonOptions, readArgs } from '../args.ts'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { openOwn, projectMeant } from '../owner/owner-command.ts'
import { readJson, readPolicyFile } from '../owner/policy-file.ts'

const help = `Usage: symbolon policy test @<cases> [--policy @<file>]

Asks a policy what it would answer, and compares that with what it should. Exit code 0 when all
cases are answered as they should be, 4 when not. With --policy no database is opened.

  symbolon policy test @cases.json --policy @policy.json

      --policy @<file>   this one, instead of the one that is set
      --app-id <id>      of which project; may be left out where there is one
      --json             print one JSON object
  -h, --help             show this
`

const options = {
  ...commonOptions,
  'app-id': { type: 'string' },
  policy: { type: 'string' },
} as const

/** `symbolon policy test`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 1) throw usageError('policy test takes 1 argument')
  const cases = readFixtures(await readJson(positionals[0], 'what to test', io))
  const { policy: file, 'app-id': named } = values
  const policy =
    file === undefined
      ? await policySet(io, named)
      : compilePolicy(await readPolicyFile(file, io), {
          appId: named?.toLowerCase() ?? '',
          version: 1,
        })
  const results = tryFixtures(policy, cases)
  const failed = results.filter(({ passed }) => !passed).length
  const passed = results.length - failed
  const text = `${results.map(resultText).join('')}${passed} of ${results.length} as they should be\n`
  const data = { passed, failed, cases: results }
  const exitCode = failed === 0 ? exitCodes.ok : exitCodes.refusedByPolicy
  return printResult(io, { command: 'policy test', json: values.json, data, text, exitCode })
}

async function policySet(io: Io, named: string | undefined): Promise<CompiledPolicy> {
  const { console, policies, close } = await openOwn('policy test', io)
  try {
    const policy = await policies.compiled(await projectMeant(console, named))
    if (policy !== undefined) return policy
  } finally {
    await close()
  }
  throw new CommandError('POLICY_MISSING', 'the project has no policy, and allows every call', {
    fix: 'Set one, or test a file: --policy @policy.json.',
    exitCode: exitCodes.failure,
  })
}

function resultText({ name, passed, instead }: FixtureResult): string {
  return passed ? `ok      ${name}\n` : `FAILED  ${name}: ${instead}\n`
}
