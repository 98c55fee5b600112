import { primaryOf } from '@symbolon/server/project'
import { certificateHelp, readCertificate } from '../certificate.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon cert add [--certificate @<file> | -]

Enables the primary certificate where there is none, else adds the secondary one. For an imported
project give the one of the vendor's console; for a local one it is made.

${certificateHelp}
`

/** `symbolon cert add`. */
export const run = ownerCommand({
  name: 'cert add',
  help,
  options: { certificate: { type: 'string' } },
  act: async ({ values, console, meant, doing, io }) => {
    const secret = await readCertificate(values.certificate, io)
    if (secret !== undefined && !/^[\da-f]{32}$/i.test(secret)) {
      throw usageError('the certificate is not 32 hexadecimal characters')
    }
    const project = await console.show(await meant())
    if (project.origin === 'linked' && secret === undefined) {
      throw usageError(
        "an imported project needs the certificate of the vendor's console: --certificate @file",
      )
    }
    const { appId } = project
    const add = primaryOf(project) === undefined ? console.enablePrimary : console.addSecondary
    return tellChange(await add(appId, secret, doing))
  },
})
