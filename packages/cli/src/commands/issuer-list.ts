import { ownerCommand } from '../owner/owner-command.ts'
import { issuerText } from '../owner/tell-issuer.ts'

const help = `Usage: symbolon issuer list

Shows the issuers whose JWTs are believed, and what is wanted of those.

`

/** `symbolon issuer list`. */
export const run = ownerCommand({
  name: 'issuer list',
  help,
  options: {},
  ofProject: false,
  act: async ({ issuers }) => {
    const all = await issuers.list()
    const none = 'No issuer yet: symbolon issuer add\n'
    return { data: { issuers: all }, text: all.map(issuerText).join('\n') || none }
  },
})
