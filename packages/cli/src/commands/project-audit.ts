import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project audit strict|buffered

Says whether tokens of a project wait until they are recorded.

strict: no token leaves before it is written down; while the database cannot be written, none is
given. buffered: tokens do not wait, and are written down as soon as may be; what cannot be is
counted, and the number is written down.
`

/** `symbolon project audit`. */
export const run = ownerCommand({
  name: 'project audit',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [audit], console, meant, doing }) => {
    if (audit !== 'strict' && audit !== 'buffered') {
      throw usageError('project audit is strict or buffered')
    }
    return tellChange(await console.change(await meant(), { audit }, doing))
  },
})
