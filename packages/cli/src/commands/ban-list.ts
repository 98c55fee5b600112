import { publicBan } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { viewFromHere } from '../owner/platform-view.ts'
import { banText } from '../owner/tell-ban.ts'
import { readInteger } from '../subject-options.ts'

const help = `Usage: symbolon ban list [--all]

Shows who is kept out at this moment, the latest first, and how far the platform is with it.

      --all              also bans that are over or were lifted
      --limit <number>   at most so many (default 100, at most 1000)
      --after <id>       goes on behind a page
`

/** `symbolon ban list`. */
export const run = ownerCommand({
  name: 'ban list',
  help,
  options: {
    all: { type: 'boolean', default: false },
    limit: { type: 'string', default: '100' },
    after: { type: 'string' },
  },
  act: async ({ values, bans, console, meant, io }) => {
    const limit = readInteger(values.limit, '--limit')
    if (limit < 1 || limit > 1000) throw usageError('--limit is 1 to 1000')
    const project = await console.show(await meant())
    const at = io.now()
    const standingAt = values.all ? undefined : at
    const wish = { standingAt, limit, after: values.after }
    const page = await bans.list(project.appId, wish)
    const view = viewFromHere(project)
    const more = page.next === undefined ? '' : `more: --after ${page.next}\n`
    const text = page.bans.map((ban) => banText(ban, at, view)).join('\n') || 'nobody is banned\n'
    const data = { bans: page.bans.map((ban) => publicBan(ban, at, view)), next: page.next }
    return { data, text: `${text}${more}` }
  },
})
