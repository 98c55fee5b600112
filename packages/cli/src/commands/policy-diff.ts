import type { RuleChange } from '@symbolon/server/policy'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPolicyFile } from '../owner/policy-file.ts'

const help = `Usage: symbolon policy diff @<file> | -

Says how a policy differs from the one that is set. Rules are known by their names.

  symbolon policy diff @policy.json

`

/** `symbolon policy diff`. */
export const run = ownerCommand({
  name: 'policy diff',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [file], policies, meant, io }) => {
    const proposed = await readPolicyFile(file, io)
    const { version, changes } = await policies.diff(await meant(), proposed)
    const text = changes.length === 0 ? 'no difference\n' : changes.map(changeText).join('')
    return { data: { version, changes }, text }
  },
})

function changeText({ name, change, before, after }: RuleChange): string {
  const lines = [`${change.padEnd(7)}  ${name}`]
  if (before && change !== 'moved') lines.push(`  - ${JSON.stringify(before)}`)
  if (after && change !== 'moved') lines.push(`  + ${JSON.stringify(after)}`)
  return `${lines.join('\n')}\n`
}
