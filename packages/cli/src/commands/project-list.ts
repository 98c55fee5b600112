import { publicProject } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { projectText } from '../owner/tell.ts'

const help = `Usage: symbolon project list

Shows all projects with their certificates. The first is the one that callers get who name none.

`

/** `symbolon project list`. */
export const run = ownerCommand({
  name: 'project list',
  help,
  options: {},
  act: async ({ console }) => {
    const projects = await console.list()
    const none = 'No project yet: symbolon project create\n'
    const text = projects.map(projectText).join('\n') || none
    return { data: { projects: projects.map(publicProject) }, text }
  },
})
