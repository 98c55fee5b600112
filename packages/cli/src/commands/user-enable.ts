import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user enable <name>

Lets a user sign in again.

`

/** `symbolon user enable`. */
export const run = ownerCommand({
  name: 'user enable',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals, users, doing }) =>
    tellUser(await users.change(userMeant(positionals), { enabled: true }, doing)),
})
