import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user disable <name>

Lets a user sign in no more, and ends their sessions. The last admin stays.

`

/** `symbolon user disable`. */
export const run = ownerCommand({
  name: 'user disable',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals, users, doing }) =>
    tellUser(await users.change(userMeant(positionals), { enabled: false }, doing)),
})
