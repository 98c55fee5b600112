import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project disable

Issues no tokens for the project any more, until it is enabled again.

`

/** `symbolon project disable`. */
export const run = ownerCommand({
  name: 'project disable',
  help,
  options: {},
  act: async ({ console, meant, doing }) =>
    tellChange(await console.setEnabled(await meant(), false, doing)),
})
