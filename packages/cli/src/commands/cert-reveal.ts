import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { certificateNamed } from '../owner/tell.ts'

const help = `Usage: symbolon cert reveal primary | secondary | <id>

Prints the certificate itself.

`

/** `symbolon cert reveal`. */
export const run = ownerCommand({
  name: 'cert reveal',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [which], console, meant, doing }) => {
    if (which === undefined) throw usageError('which? primary, secondary, or an id of cert list')
    const project = await console.show(await meant())
    const id = certificateNamed(project, which)
    const certificate = await console.reveal(project.appId, id, doing)
    return { data: { certificate }, text: `${certificate}\n` }
  },
})
