import { pushCommand, readSpan } from '../client/push-command.ts'
import { usageError } from '../errors.ts'
import { readWord } from '../subject-options.ts'

const help = `Usage: symbolon push token --channel <name> --uid <number> --role <role> [options]

Gives somebody who is in another token, which their client uses without joining again. It is made
as if the key had asked for it, so the key needs tokens:issue too; where nobody listens, none is.

  symbolon push token --channel lobby --uid 7 --role publisher

      --role <role>      publisher or subscriber
      --ttl <span>       life of the token, such as 1h30m (default 1h, at most 24h)
`

/** `symbolon push token`. */
export const run = pushCommand({
  name: 'push token',
  help,
  options: { role: { type: 'string' }, ttl: { type: 'string' } },
  wish: ({ role, ttl }) => {
    if (role === undefined) throw usageError('--role is needed')
    return {
      role: readWord(role, '--role', ['publisher', 'subscriber']),
      expiresInSeconds: readSpan(ttl, '--ttl', [1, 86_400]),
    }
  },
})
