import { ownerCommand } from '../owner/owner-command.ts'
import { withoutPolicy } from '../owner/policy-file.ts'
import { readInteger } from '../subject-options.ts'

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
  act: async ({ values, console, policies, meant }) => {
    const project = await console.show(await meant())
    const { version } = values
    const older = version === undefined ? undefined : readInteger(version, '--version')
    const found = await policies.show(project.appId, older)
    if (!('policy' in found)) return { data: found, text: withoutPolicy(project) }
    return { data: found, text: `${JSON.stringify(found.policy, null, 2)}\n` }
  },
})
