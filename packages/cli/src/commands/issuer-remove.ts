import { ownerCommand } from '../owner/owner-command.ts'
import { idOf } from '../owner/tell-issuer.ts'

const help = `Usage: symbolon issuer remove <id>

Believes the JWTs of an issuer no longer, and forgets what was said of it. Tokens that were given
for them go on until they end.
`

/** `symbolon issuer remove`. */
export const run = ownerCommand({
  name: 'issuer remove',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [id], issuers, doing }) => {
    const issuer = await issuers.remove(idOf(id), doing)
    return { data: { issuer }, text: `${issuer.id} is removed: ${issuer.issuer}\n` }
  },
})
