import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'
import { readName } from './project-create.ts'

const help = `Usage: symbolon project rename --name <text>

Gives a project another name.

      --name <text>   1 to 255 characters
`

/** `symbolon project rename`. */
export const run = ownerCommand({
  name: 'project rename',
  help,
  options: { name: { type: 'string' } },
  act: async ({ values, console, meant, doing }) =>
    tellChange(await console.rename(await meant(), readName(values.name), doing)),
})
