import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'

const help = `Usage: symbolon token temp --channel <name>

Mints a temporary token, as the vendor's console makes it: 24 hours, one channel, any uid, RTC
alone.

      --channel <name>   the channel
`

/** `symbolon token temp`. */
export const run = ownerCommand({
  name: 'token temp',
  help,
  options: { channel: { type: 'string' } },
  act: async ({ values, console, meant, doing }) => {
    if (values.channel === undefined) throw usageError('--channel is needed')
    const made = await console.tempToken(await meant(), values.channel, doing)
    return { data: made, text: `${made.token}\n` }
  },
})
