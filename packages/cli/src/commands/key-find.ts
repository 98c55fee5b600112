import { publicKey } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { keyText } from '../owner/tell-key.ts'
import { readStdin } from '../read-input.ts'

const help = `Usage: symbolon key find -

Says whose key a text is, for one that turned up where it should not be, or that is refused. It is
read from stdin, never from the command line.

  pbpaste | symbolon key find -

`

const texts = {
  unknown: 'a whole key, but none of this database\n',
  mistyped: 'begins like a key, but its checksum is wrong: mistyped, or cut off\n',
  'no key': 'not a key\n',
} as const

/** `symbolon key find`. */
export const run = ownerCommand({
  name: 'key find',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals: [place], keys, io }) => {
    if (place !== '-') throw usageError('a key is read from stdin: symbolon key find -')
    const found = await keys.find((await readStdin(io)).trim())
    if (typeof found === 'string') return { data: { found }, text: texts[found] }
    const at = io.now()
    return { data: { found: 'known', key: publicKey(found, at) }, text: keyText(found, at) }
  },
})
