import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon cert disable

Switches the secondary certificate off: its tokens are refused. That can be taken back, deleting
cannot.
`

/** `symbolon cert disable`. */
export const run = ownerCommand({
  name: 'cert disable',
  help,
  options: {},
  act: async ({ console, meant, doing }) =>
    tellChange(await console.switchSecondary(await meant(), false, doing)),
})
