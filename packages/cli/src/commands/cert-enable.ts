import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon cert enable

Switches the secondary certificate on again: its tokens are admitted.

`

/** `symbolon cert enable`. */
export const run = ownerCommand({
  name: 'cert enable',
  help,
  options: {},
  act: async ({ console, meant, doing }) =>
    tellChange(await console.switchSecondary(await meant(), true, doing)),
})
