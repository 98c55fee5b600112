import { publicUser } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { userText } from '../owner/tell-user.ts'

const help = `Usage: symbolon user list

Shows who can sign in, what they may do, and when they last did.

`

/** `symbolon user list`. */
export const run = ownerCommand({
  name: 'user list',
  help,
  options: {},
  ofProject: false,
  act: async ({ users }) => {
    const all = await users.list()
    const text = all.map(userText).join('\n') || 'No user yet: symbolon user create\n'
    return { data: { users: all.map(publicUser) }, text }
  },
})
