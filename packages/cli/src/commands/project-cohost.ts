import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project cohost on|off

Switches co-host authentication: whether privileges to publish in a token are looked at. Of an
imported project the vendor's console decides; here you say what stands there.
`

/** `symbolon project cohost`. */
export const run = ownerCommand({
  name: 'project cohost',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [state], console, meant, doing }) => {
    if (state !== 'on' && state !== 'off') throw usageError('project cohost is on or off')
    return tellChange(await console.setCoHost(await meant(), state === 'on', doing))
  },
})
