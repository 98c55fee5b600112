import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user sign-out <name>

Ends all sessions of a user, at once and everywhere. They may sign in again.

`

/** `symbolon user sign-out`. */
export const run = ownerCommand({
  name: 'user sign-out',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals, users, doing }) =>
    tellUser(await users.signOut(userMeant(positionals), doing)),
})
