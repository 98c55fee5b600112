import { publicKey } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { keyText } from '../owner/tell-key.ts'

const help = `Usage: symbolon key revoke <id>

Refuses a key from now on, for good. Tokens that were given for it go on until they end.

`

/** `symbolon key revoke`. */
export const run = ownerCommand({
  name: 'key revoke',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [id], keys, doing }) => {
    if (id === undefined) throw usageError('which? an id of key list')
    const { at } = doing
    const key = await keys.revoke(id, doing)
    return { data: { key: publicKey(key, at) }, text: keyText(key, at) }
  },
})
