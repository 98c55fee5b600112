import { ownerCommand } from '../owner/owner-command.ts'
import { idOf, tellIssuer } from '../owner/tell-issuer.ts'

const help = `Usage: symbolon issuer enable <id>

Believes the JWTs of an issuer again.

`

/** `symbolon issuer enable`. */
export const run = ownerCommand({
  name: 'issuer enable',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [id], issuers, doing }) => {
    return tellIssuer(await issuers.switch(idOf(id), true, doing))
  },
})
