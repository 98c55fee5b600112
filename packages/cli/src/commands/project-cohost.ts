import { userInfo } from 'node:os'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project cohost on|off

Co-host authentication: whether privileges to publish in a token are looked at. Of an imported project the vendor's
console decides; here you say what stands there.

`

/** `symbolon project cohost`. */
export const run = ownerCommand({
  name: 'project cohost',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [state], console, meant, io }) => {
    if (state !== 'on' && state !== 'off') throw usageError('project cohost is on or off')
    const wish = { enabled: state === 'on', by: userInfo().username, at: io.now() }
    return tellChange(await console.setCoHost(await meant(), wish))
  },
})
