import { publicKey } from '@symbolon/server/project'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { keyText, readLife, tellMade } from '../owner/tell-key.ts'

const help = `Usage: symbolon key rotate <id> [--overlap <span>] [--expires <span>]

Makes another key of the same name and scopes, and prints it. The old one goes on for a while, so
that nobody is refused while the new one is put in its place.

  symbolon key rotate k_AbCdEf012345 --overlap 24h

      --overlap <span>   how long the old key goes on, 0s to 90d (default 24h)
      --expires <span>   of the new key (default: as long as the old one was made for)
`

const most = 90 * 86_400

/** `symbolon key rotate`. */
export const run = ownerCommand({
  name: 'key rotate',
  help,
  options: { overlap: { type: 'string', default: '24h' }, expires: { type: 'string' } },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals: [id], keys, doing }) => {
    if (id === undefined) throw usageError('which? an id of key list')
    const overlapSeconds = readDuration(values.overlap, '--overlap')
    if (overlapSeconds > most) throw usageError('--overlap is 0s to 90d')
    const wish = { overlapSeconds, expiresInSeconds: readLife(values.expires) }
    const { replaced, ...made } = await keys.rotate(id, wish, doing)
    const { at } = doing
    const { data, text } = tellMade(made, at)
    return {
      data: { ...Object(data), replaced: publicKey(replaced, at) },
      text: `${text}\n${keyText(replaced, at)}`,
    }
  },
})
