import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'
import { passwordHelp, readPassword } from '../read-password.ts'

const help = `Usage: symbolon user password <name> [--password @<file> | -]

Gives a user another password. It is asked for, and not shown. Their sessions end.

${passwordHelp}
`

/** `symbolon user password`. */
export const run = ownerCommand({
  name: 'user password',
  help,
  options: { password: { type: 'string' } },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals, users, io, doing }) => {
    const { id } = await users.show(userMeant(positionals))
    const password = await readPassword(values.password, io)
    return tellUser(await users.change(id, { password }, doing))
  },
})
