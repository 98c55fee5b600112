import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon cert swap

Lets the secondary certificate sign from now on. What the primary signed is admitted as long as
that stays enabled.
`

/** `symbolon cert swap`. */
export const run = ownerCommand({
  name: 'cert swap',
  help,
  options: {},
  act: async ({ console, meant, doing }) => tellChange(await console.swap(await meant(), doing)),
})
