import {
  leftOver,
  type NamedTarget,
  publicBan,
  readTarget,
  spanBounds,
} from '@symbolon/server/project'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { viewFromHere } from '../owner/platform-view.ts'
import { banText } from '../owner/tell-ban.ts'

const help = `Usage: symbolon kick <uid> [--channel <name>]
       symbolon kick --account <name> [--channel <name>]
       symbolon kick --channel <name>

Bans: no token is given any more that would let them in, and the platform is told to put them out
and to keep them out. The last form closes a channel for everyone. Says what goes on working, and
until when.

      --account <name>   a user with a text for a name; the platform cannot put out those
      --channel <name>   there alone
      --for <span>       how long, 10s to 3650d (default: as long as any token lives that would
                         let them in, an hour at least)
      --reason <text>    kept
`

/** `symbolon kick`. */
export const run = ownerCommand({
  name: 'kick',
  help,
  options: {
    account: { type: 'string' },
    channel: { type: 'string' },
    for: { type: 'string' },
    reason: { type: 'string' },
  },
  positionals: 1,
  act: async ({ values, positionals: [uid], bans, console, meant, doing }) => {
    const { account, channel, reason } = values
    const target = targetOf({ uid: readUid(uid), account, channel })
    const forSeconds = readSpan(values.for)
    if (reason !== undefined && (reason === '' || reason.length > 255)) {
      throw usageError('--reason has 1 to 255 characters')
    }
    const project = await console.show(await meant())
    const { at } = doing
    const wish = { ...target, forSeconds, reason }
    const banned = await bans.ban(project.appId, wish, doing)
    const view = viewFromHere(project)
    const notes = leftOver(banned, view)
    const { ban, own, open } = banned
    const text = `${banText(ban, at, view)}\n${notes.map((note) => `${note}\n`).join('')}`
    return { data: { ban: publicBan(ban, at, view), own, open, notes }, text }
  },
})

function readUid(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw usageError('a uid is a number; for a user named by text use --account')
}

function targetOf(named: NamedTarget) {
  const target = readTarget(named)
  if ('fault' in target) throw usageError(target.fault.message)
  return target
}

function readSpan(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const seconds = readDuration(text, '--for')
  if (seconds < spanBounds.least || seconds > spanBounds.most) {
    throw usageError('--for is 10s to 3650d')
  }
  return seconds
}
