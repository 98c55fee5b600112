import { publicKey } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { keyText } from '../owner/tell-key.ts'

const help = `Usage: symbolon key list

Shows the keys that callers are known by, also those that have ended: what each is good for, until
when, and when it was last used. No key itself is kept.
`

/** `symbolon key list`. */
export const run = ownerCommand({
  name: 'key list',
  help,
  options: {},
  ofProject: false,
  act: async ({ keys, io }) => {
    const all = await keys.list()
    const at = io.now()
    const none = 'No key yet: symbolon key create\n'
    const text = all.map((key) => keyText(key, at)).join('\n') || none
    return { data: { keys: all.map((key) => publicKey(key, at)) }, text }
  },
})
