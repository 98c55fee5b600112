import { type Archived, clean, type ShownEntry } from '@symbolon/server/project'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { archivedText } from '../owner/archived-text.ts'
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
    const since = span === undefined ? undefined : doing.at - span
    const chain = values.authority ? '' : await meant()
    const entries = await audit.list({
      ...{ chain, since, limit },
      actions: values.action,
      before: values.before === undefined ? undefined : readInteger(values.before, '--before'),
    })
    const archived = await audit.archived(chain)
    const last = entries.length === limit ? entries.at(-1)!.seq : 1
    const isMore = last > (archived?.through ?? 0) + 1
    const text = entries.map(entryText).join('') || 'nothing is written down there\n'
    const rest = isMore ? `more: --before ${last}\n` : elsewhere(archived, since)
    return { data: { entries, ...(archived && { archived }) }, text: `${text}${rest}` }
  },
})

/** Where older entries are, if any of those were asked for. */
function elsewhere(archived: Archived | undefined, since = 0): string {
  return archived === undefined || archived.until < since ? '' : archivedText(archived)
}

function entryText({ seq, at, action, by, about }: ShownEntry): string {
  const when = `${new Date(at * 1000).toISOString().slice(0, 19)}Z`
  const what = clean(JSON.stringify(about))
  return `${seq}  ${when}  ${action}  by ${by.kind} ${clean(by.id)}  ${what}\n`
}
