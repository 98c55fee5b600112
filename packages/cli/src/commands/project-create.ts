import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellChange } from '../owner/tell.ts'

const help = `Usage: symbolon project create --name <text> [--app-id-only]

Makes a project that the emulator knows and the vendor's platform does not.

  symbolon project create --name "My app"

      --name <text>   1 to 255 characters
      --app-id-only   begins without a certificate: joins with the App ID alone are admitted
`

/** `symbolon project create`. */
export const run = ownerCommand({
  name: 'project create',
  help,
  options: {
    name: { type: 'string' },
    'app-id': { type: 'string' },
    'app-id-only': { type: 'boolean' },
  },
  ofProject: false,
  makes: true,
  act: async ({ values, console, doing }) => {
    if (values['app-id'] !== undefined) {
      throw usageError('a new project makes its own App ID; symbolon project import takes yours')
    }
    const name = readName(values.name)
    const appIdOnly = values['app-id-only']
    return tellChange(await console.create({ name, appIdOnly }, doing))
  },
})

/** @throws CommandError `USAGE` */
export function readName(name: string | undefined): string {
  if (name === undefined || name.trim() === '' || name.length > 255) {
    throw usageError('--name is 1 to 255 characters')
  }
  return name
}
