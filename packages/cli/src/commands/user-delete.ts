import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user delete <name>

Deletes a user, and ends their sessions. The last admin stays.

`

/** `symbolon user delete`. */
export const run = ownerCommand({
  name: 'user delete',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals, users, doing }) => {
    const { data, text } = tellUser(await users.remove(userMeant(positionals), doing))
    return { data, text: `deleted: ${text}` }
  },
})
