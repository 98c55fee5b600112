import { ownerCommand } from '../owner/owner-command.ts'
import { projectData, projectText } from '../owner/tell.ts'

const help = `Usage: symbolon cert list

Shows the certificates of a project: active signs, standby does not yet, draining no more, retired is deleted.

`

/** `symbolon cert list`. */
export const run = ownerCommand({
  name: 'cert list',
  help,
  options: {},
  act: async ({ console, meant }) => {
    const project = await console.show(await meant())
    return { data: projectData(project), text: projectText(project) }
  },
})
