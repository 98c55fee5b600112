import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project enable

Issues tokens for the project again.

`

/** `symbolon project enable`. */
export const run = ownerCommand({
  name: 'project enable',
  help,
  options: {},
  act: async ({ console, meant, doing }) =>
    tellChange(await console.setEnabled(await meant(), true, doing)),
})
