import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { withoutPolicy } from '../owner/policy-file.ts'

const help = `Usage: symbolon policy show [--version <n>]

Prints the policy of a project, as policy set takes it.

  symbolon policy show > policy.json

      --version <n>   an older one; each policy set makes the next
`

/** `symbolon policy show`. */
export const run = ownerCommand({
  name: 'policy show',
  help,
  options: { version: { type: 'string' } },
  act: async ({ values, console, store, meant }) => {
    const project = await console.show(await meant())
    const versions = await store.policyVersions(project.appId)
    const { appId, origin } = project
    if (versions.length === 0) {
      return { data: { appId, origin, version: 0 }, text: withoutPolicy(project) }
    }
    const asked = values.version ?? String(versions[0]!.version)
    const found = versions.find(({ version }) => String(version) === asked)
    if (found === undefined) {
      throw usageError(`there is no version ${asked}; the last is ${versions[0]!.version}`)
    }
    return { data: found, text: `${JSON.stringify(found.policy, null, 2)}\n` }
  },
})
