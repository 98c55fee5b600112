import { certificateHelp, readCertificate } from '../certificate.ts'
import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'
import { readName } from './project-create.ts'

const help = `Usage: symbolon project import --app-id <id> --name <text> [--certificate @<file> | -]

Brings a project here from the vendor's console: tokens are issued for it, and its certificate is
kept encrypted.

  symbolon project import --app-id 0123… --name "My app" --certificate @certificate.txt

      --name <text>   what it is called here
${certificateHelp}
`

const noPolicy =
  'It has no policy yet, so nobody is given a token. Write one and set it: symbolon policy set @policy.json (docs/policy.md).'

const hex32 = /^[\da-f]{32}$/i

/** `symbolon project import`. */
export const run = ownerCommand({
  name: 'project import',
  help,
  options: { name: { type: 'string' }, certificate: { type: 'string' } },
  makes: true,
  act: async ({ values, console, doing, io }) => {
    const appId = values['app-id'] ?? io.env.AGORA_APP_ID
    if (appId === undefined || !hex32.test(appId)) {
      throw usageError('--app-id is 32 hexadecimal characters')
    }
    // that of another project in the environment would be kept for this one
    const isOwn = io.env.AGORA_APP_ID?.toLowerCase() === appId.toLowerCase()
    const own = isOwn ? io.env.AGORA_APP_CERTIFICATE : undefined
    const certificate = (await readCertificate(values.certificate, io)) ?? own
    if (certificate !== undefined && !hex32.test(certificate)) {
      throw usageError('the certificate is not 32 hexadecimal characters')
    }
    const name = readName(values.name)
    const said = tellChange(await console.create({ name, appId, certificate }, doing))
    return { ...said, text: `${said.text}! ${noPolicy}\n` }
  },
})
