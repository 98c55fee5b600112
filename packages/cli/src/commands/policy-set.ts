import { userInfo } from 'node:os'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPolicyFile } from '../owner/policy-file.ts'

const help = `Usage: symbolon policy set @<file> | -

Sets the policy of a project: who may have which tokens. It replaces the one before, which is kept.

  symbolon policy set @policy.json

Try it before: symbolon policy test, symbolon policy diff.

`

/** `symbolon policy set`. */
export const run = ownerCommand({
  name: 'policy set',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [file], console, store, meant, io }) => {
    const policy = await readPolicyFile(file, io)
    const { appId, name } = await console.show(await meant())
    const wish = { appId, policy, setAt: io.now(), setBy: userInfo().username }
    const kept = await store.setPolicy(wish)
    const { rules } = policy
    const count = `${rules.length} rule${rules.length === 1 ? '' : 's'}`
    return { data: kept, text: `${name}: policy ${kept.version}, ${count}\n` }
  },
})
