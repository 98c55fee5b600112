import { ownerCommand } from '../owner/owner-command.ts'
import { idOf, tellIssuer } from '../owner/tell-issuer.ts'

const help = `Usage: symbolon issuer disable <id>

Believes the JWTs of an issuer no longer, until it is enabled. Tokens that were given for them go on
until they end.
`

/** `symbolon issuer disable`. */
export const run = ownerCommand({
  name: 'issuer disable',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [id], issuers, doing }) => {
    return tellIssuer(await issuers.switch(idOf(id), false, doing))
  },
})
