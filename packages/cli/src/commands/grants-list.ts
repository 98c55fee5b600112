import { clean, type LedgerEntry } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { pageFrom } from '../owner/page-from.ts'
import { readInteger } from '../subject-options.ts'

const help = `Usage: symbolon grants list [--channel <name>] [--subject <id>] [--publishers]

Shows who may do what at this moment: the grants of all tokens that were given and have not ended,
the next to end first.

      --channel <name>   of this channel
      --subject <id>     of this uid, account or user id
      --publishers       those that may publish
      --limit <number>   at most so many (default 100, at most 1000)
      --after <cursor>   goes on behind a page
`

/** `symbolon grants list`. */
export const run = ownerCommand({
  name: 'grants list',
  help,
  options: {
    channel: { type: 'string' },
    subject: { type: 'string' },
    publishers: { type: 'boolean' },
    limit: { type: 'string', default: '100' },
    after: { type: 'string' },
  },
  act: async ({ values, ledger, meant, io }) => {
    const { channel, subject, publishers, after } = values
    const limit = readInteger(values.limit, '--limit')
    if (limit < 1 || limit > 1000) throw usageError('--limit is 1 to 1000')
    const publishes = publishers ? true : undefined
    const where = { channel, subject, publishes, liveAt: io.now(), limit, after }
    const appId = await meant()
    const page = await pageFrom(after, () => ledger.find({ appId, ...where }))
    const more = page.next === undefined ? '' : `more: --after ${page.next}\n`
    const text = page.entries.map(grantText).join('') || 'no grant is alive\n'
    return { data: page, text: `${text}${more}` }
  },
})

/** One grant, for people. */
export function grantText(entry: LedgerEntry): string {
  const { service, channel = '-', subject, publishes, expiresAt, callerKind, callerId } = entry
  const who = subject === '' ? 'anyone' : clean(subject)
  const end = new Date(expiresAt * 1000).toISOString().slice(0, 19)
  const right = publishes ? 'publishes' : 'listens'
  const rule = entry.rule === undefined ? '' : `, rule "${clean(entry.rule)}"`
  return `${end}Z  ${service.padEnd(9)}  ${clean(channel)}  ${who}  ${right}  by ${callerKind} ${clean(callerId)} (${entry.dialect}${rule})\n`
}
