import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { certificateNamed, tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon cert delete secondary | <id> | none

Deletes a certificate for good, once it is disabled; tokens that it signed admit nobody any more.
"none" deletes "No Certificate": joins with the App ID alone are refused from then on.

      --reason <text>   deletes it though tokens that it signed are still about; kept

`

/** `symbolon cert delete`. */
export const run = ownerCommand({
  name: 'cert delete',
  help,
  options: { reason: { type: 'string' } },
  positionals: 1,
  act: async ({ values, positionals: [which], console, meant, doing }) => {
    if (which === undefined) throw usageError('which? secondary, an id of cert list, or none')
    const project = await console.show(await meant())
    const { appId } = project
    if (which === 'none') return tellChange(await console.deleteNoCertificate(appId, doing))
    const id = certificateNamed(project, which)
    const wish = { id, reason: values.reason }
    return tellChange(await console.deleteCertificate(appId, wish, doing))
  },
})
