import {
  type CompiledPolicy,
  compilePolicy,
  type Policy,
  readPolicy,
} from '@symbolon/server/policy'
import type { Authority, RegisteredProject } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
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

/** @throws ServerError `POLICY_INVALID` that lists everything wrong with it */
export async function readPolicyFile(option: string | undefined, io: Io): Promise<Policy> {
  return readPolicy(await readJson(option, 'the policy', io))
}

/** What the project goes by now; undefined: every call is allowed, for it is local and has none. */
export async function policyOf(
  store: Authority['store'],
  { appId, origin }: RegisteredProject,
): Promise<CompiledPolicy | undefined> {
  const [kept] = await store.policyVersions(appId)
  if (kept !== undefined) return compilePolicy(kept.policy, kept)
  return origin === 'local' ? undefined : compilePolicy({ rules: [] }, { appId, version: 0 })
}

/** What a project without a policy does, for people. */
export function withoutPolicy({ origin }: RegisteredProject): string {
  return origin === 'local'
    ? 'No policy is set. The project is local, so every call is allowed.\n'
    : 'No policy is set, so nobody is given anything.\nWrite one and set it: symbolon policy set @policy.json (docs/policy.md has some to begin with).\n'
}
