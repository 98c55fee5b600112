import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPolicyFile } from '../owner/policy-file.ts'
import { readInteger } from '../subject-options.ts'

const help = `Usage: symbolon policy set @<file> | -
       symbolon policy set --version <n>

Sets the policy of a project: who may have which tokens. It replaces the one before, which is kept.

  symbolon policy set @policy.json
  symbolon policy set --version 3

Try it before: symbolon policy test, symbolon policy diff, symbolon policy simulate.

      --version <n>    an older one, again: that is the way back
      --replaces <n>   only if this version is still the one that is set (0: none is)
`

/** `symbolon policy set`. */
export const run = ownerCommand({
  name: 'policy set',
  help,
  options: { version: { type: 'string' }, replaces: { type: 'string' } },
  positionals: 1,
  act: async ({ values, positionals: [file], console, policies, meant, doing, io }) => {
    const { version, replaces: named } = values
    if (version !== undefined && file !== undefined) throw usageError('a file or --version')
    const replaces = named === undefined ? undefined : readInteger(named, '--replaces')
    const wish = { ...doing, replaces }
    const policy = version === undefined ? await readPolicyFile(file, io) : undefined
    const { appId, name } = await console.show(await meant())
    const kept =
      policy === undefined
        ? await policies.restore(appId, readInteger(version!, '--version'), wish)
        : await policies.set(appId, policy, wish)
    const { length } = kept.policy.rules
    const count = `${length} rule${length === 1 ? '' : 's'}`
    return { data: kept, text: `${name}: policy ${kept.version}, ${count}\n` }
  },
})
