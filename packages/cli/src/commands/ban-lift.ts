import { publicBan } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { viewFromHere } from '../owner/platform-view.ts'
import { banText } from '../owner/tell-ban.ts'

const help = `Usage: symbolon ban lift <id>

Ends a ban: tokens are given again at once, and the platform is told to take its rule away.

`

/** `symbolon ban lift`. */
export const run = ownerCommand({
  name: 'ban lift',
  help,
  options: {},
  positionals: 1,
  act: async ({ positionals: [id], bans, console, meant, doing }) => {
    if (id === undefined) throw usageError('which? an id of ban list')
    const project = await console.show(await meant())
    const { at } = doing
    const ban = await bans.lift(project.appId, id, doing)
    const view = viewFromHere(project)
    return { data: { ban: publicBan(ban, at, view) }, text: banText(ban, at, view) }
  },
})
