import { tokenNameOf } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { readToken } from '../read-input.ts'
import { grantText } from './grants-list.ts'

const help = `Usage: symbolon grants find <token> | -

Tells whom a token was given to, for one that turned up where it should not be. It is known until a
day after its end.
`

/** `symbolon grants find`. */
export const run = ownerCommand({
  name: 'grants find',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals, ledger, io }) => {
    const name = tokenNameOf(await readToken(positionals, io))
    const entries = await ledger.ofToken(name)
    const { tokenId } = name
    const text = entries.map(grantText).join('') || 'no such token is in the ledger\n'
    return { data: { tokenId, entries }, text }
  },
})
