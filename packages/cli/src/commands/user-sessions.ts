import { publicSession } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { sessionText, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user sessions <name>

Shows since when a user is signed in, in each browser. One that was not seen for longer than
SYMBOLON_SESSION_IDLE_SECONDS is over, and goes when somebody signs in.

`

/** `symbolon user sessions`. */
export const run = ownerCommand({
  name: 'user sessions',
  help,
  options: {},
  positionals: 1,
  ofProject: false,
  act: async ({ positionals, users }) => {
    const all = await users.sessions(userMeant(positionals))
    const text = all.map(sessionText).join('') || 'Not signed in.\n'
    return { data: { sessions: all.map(publicSession) }, text }
  },
})
