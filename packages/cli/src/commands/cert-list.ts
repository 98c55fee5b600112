import { type Drain, publicProject } from '@symbolon/server/project'
import { ownerCommand } from '../owner/owner-command.ts'
import { projectText } from '../owner/tell.ts'

const help = `Usage: symbolon cert list

Shows the certificates of a project: active signs, standby does not yet, draining no more, retired
is deleted.
`

/** The meter: when it stands at none, the certificate can go. */
function drainText([id, { unexpiredTokens, lastEndsAt }]: [string, Drain]): string {
  if (lastEndsAt === undefined) return `${id}: no token that it signed is about\n`
  const end = new Date(lastEndsAt * 1000).toISOString().slice(0, 16)
  return `${id}: ${unexpiredTokens} unexpired tokens, the last ends ${end}Z\n`
}

/** `symbolon cert list`. */
export const run = ownerCommand({
  name: 'cert list',
  help,
  options: {},
  act: async ({ console, meant, io }) => {
    const project = await console.show(await meant())
    const drains = await console.drains(project.appId, io.now())
    const text = `${projectText(project)}${[...drains].map(drainText).join('')}`
    return { data: { ...publicProject(project), drains: Object.fromEntries(drains) }, text }
  },
})
