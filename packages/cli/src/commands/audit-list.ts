import { clean, type ShownEntry } from '@symbolon/server/project'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readInteger } from '../subject-options.ts'

const help = `Usage: symbolon audit list [--action <name>]… [--since <span>]

Shows what was done and decided about a project, the last first: who did it, when, and what came of
it.

      --authority        what is of no project: keys, users, issuers
      --action <name>    these alone, such as token.refused; several times for several
      --since <span>     of the last 24h, 7d, …
      --limit <number>   at most so many (default 50, at most 1000)
      --before <number>  goes on behind a page
`

/** `symbolon audit list`. */
export const run = ownerCommand({
  name: 'audit list',
  help,
  options: {
    authority: { type: 'boolean' },
    action: { type: 'string', multiple: true },
    since: { type: 'string' },
    limit: { type: 'string', default: '50' },
    before: { type: 'string' },
  },
  act: async ({ values, audit, meant, doing }) => {
    const limit = readInteger(values.limit, '--limit')
    if (limit < 1 || limit > 1000) throw usageError('--limit is 1 to 1000')
    const span = values.since === undefined ? undefined : readDuration(values.since, '--since')
    const entries = await audit.list({
      chain: values.authority ? '' : await meant(),
      actions: values.action,
      since: span === undefined ? undefined : doing.at - span,
      before: values.before === undefined ? undefined : readInteger(values.before, '--before'),
      limit,
    })
    const last = entries.length === limit ? entries.at(-1)!.seq : 1
    const more = last > 1 ? `more: --before ${last}\n` : ''
    const text = entries.map(entryText).join('') || 'nothing is written down there\n'
    return { data: { entries }, text: `${text}${more}` }
  },
})

function entryText({ seq, at, action, by, about }: ShownEntry): string {
  const when = `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
  const what = clean(JSON.stringify(about))
  return `${seq}  ${when}  ${action}  by ${by.kind} ${clean(by.id)}  ${what}\n`
}
