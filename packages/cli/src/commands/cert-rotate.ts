import { type ChannelToll, clean, publicProject, type Toll } from '@symbolon/server/project'
import { certificateHelp, readCertificate } from '../certificate.ts'
import { usageError } from '../errors.ts'
import { confirm } from '../owner/confirm.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { projectText } from '../owner/tell.ts'

const help = `Usage: symbolon cert rotate --emergency --reason <text> [--dry-run] [--yes]

Puts out the certificate that signs, at once: for one that leaked. The secondary certificate signs
from now on; where there is none one is made, or taken from --certificate for an imported project.
Every token of the other is refused from now on. It stays there, disabled: symbolon cert delete
secondary --reason ends it for good.

Where nothing leaked, let tokens end first: symbolon cert add, cert swap, and a day later cert
disable, cert delete.

  symbolon cert rotate --emergency --reason "it was in a public repository" --dry-run

      --reason <text>   why; it is kept
      --dry-run         says what it would do and end, and does nothing
      --yes             does not ask
${certificateHelp}
`

/** `symbolon cert rotate`. */
export const run = ownerCommand({
  name: 'cert rotate',
  help,
  options: {
    emergency: { type: 'boolean' },
    reason: { type: 'string' },
    certificate: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  act: async ({ values, console, emergency, meant, doing, io }) => {
    const { reason, certificate, 'dry-run': dry } = values
    if (!values.emergency) {
      throw usageError('without --emergency nobody is put out: cert add, cert swap, cert disable')
    }
    if (!reason?.trim() || reason.length > 255) throw usageError('--reason is 1 to 255 characters')
    const secret = await readCertificate(certificate, io)
    if (secret !== undefined && !/^[\da-f]{32}$/i.test(secret)) {
      throw usageError('the certificate is not 32 hexadecimal characters')
    }
    const { appId, name } = await console.show(await meant())
    const wish = { secret, reason, tokenAt: doing.at }
    const plan = await emergency.plan(appId, wish, doing)
    if (!dry && !values.yes) {
      io.stderr.write(tollText(plan.refused, plan.toll))
      await confirm(io, `Every token of ${plan.refused} is refused from then on`, clean(name))
    }
    const { project, ...told } = dry ? plan : await emergency.rotate(appId, wish, doing)
    const { refused, signs = 'a new certificate', toll, byHand } = told
    const would = dry ? 'would sign' : 'signs'
    const lines = [
      `${signs} ${would} from now on\n`,
      tollText(refused, toll),
      ...(dry ? ['nothing was done\n'] : [projectText(project)]),
      ...byHand.map((step) => `! ${step}\n`),
    ]
    return { data: { done: !dry, ...told, project: publicProject(project) }, text: lines.join('') }
  },
})

/** What ends, for people. */
function tollText(refused: string, toll: Toll | undefined): string {
  if (toll === undefined) return `what ${refused} signed could not be counted\n`
  const { unexpiredTokens, lastEndsAt, channels, more } = toll
  if (lastEndsAt === undefined) return `${refused}: no token that it signed is about\n`
  const head = `${refused}: ${unexpiredTokens} unexpired tokens end; the last would have lived until ${minute(lastEndsAt)}\n`
  return `${head}${channels.map(channelText).join('')}${more ? '  … and more\n' : ''}`
}

function channelText({ channel = '-', grants, publishers, lastEndsAt }: ChannelToll): string {
  const who = `${grants} grant${grants === 1 ? '' : 's'}, ${publishers} may publish`
  return `  ${clean(channel)}  ${who}, until ${minute(lastEndsAt)}\n`
}

function minute(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')}Z`
}
