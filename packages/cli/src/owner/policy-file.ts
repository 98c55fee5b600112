import { type Policy, readPolicy } from '@symbolon/server/policy'
import { type RegisteredProject, ServerError } from '@symbolon/server/project'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { readStdin, readTextFile } from '../read-input.ts'

/** What `@file` and `-` hold, as JSON. `what` it should be is said when it is not. */
export async function readJson(option: string | undefined, what: string, io: Io): Promise<unknown> {
  if (option !== '-' && !option?.startsWith('@')) {
    throw usageError(`${what} comes from a file: @policy.json, or - for stdin`)
  }
  const text = option === '-' ? await readStdin(io) : await readTextFile(option.slice(1), io)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageError(`${option} is not JSON: ${(error as Error).message}`)
  }
}

/** @throws CommandError `POLICY_INVALID` that lists everything wrong with it */
export async function readPolicyFile(option: string | undefined, io: Io): Promise<Policy> {
  const value = await readJson(option, 'the policy', io)
  try {
    return readPolicy(value)
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    const lines = error.errors.map(({ pointer, message }) => `\n  ${pointer}: ${message}`)
    throw new CommandError(error.code, `${option} is not a policy:${lines.join('')}`, {
      fix: 'docs/policy.md tells what rules are made of.',
      exitCode: exitCodes.usage,
    })
  }
}

/** What a project without a policy does, for people. */
export function withoutPolicy({ origin }: RegisteredProject): string {
  return origin === 'local'
    ? 'No policy is set. The project is local, so every call is allowed, but for those with a JWT.\n'
    : 'No policy is set, so nobody is given anything.\nWrite one and set it: symbolon policy set @policy.json (docs/policy.md has some to begin with).\n'
}
