import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'
import { readRole } from './user-create.ts'

const help = `Usage: symbolon user role <name> --role <role>

Lets a user do more, or less: viewer, operator, admin or auditor. Their sessions end.

`

/** `symbolon user role`. */
export const run = ownerCommand({
  name: 'user role',
  help,
  options: { role: { type: 'string' } },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals, users, doing }) => {
    const name = userMeant(positionals)
    return tellUser(await users.change(name, { role: readRole(values.role) }, doing))
  },
})
