import { usageError } from '../errors.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser, userMeant } from '../owner/tell-user.ts'

const help = `Usage: symbolon user bind <name> --issuer <address> --subject <sub> | --none

Says who a user is at an issuer of identities (SYMBOLON_SIGN_IN_ISSUER), where they sign in from
then on. Their sessions end.

  symbolon user bind ana --issuer https://id.example.com --subject 248289761001

      --issuer <address>   of the issuer, exactly as it writes it
      --subject <sub>      who they are there
      --none               nobody any more

`

/** `symbolon user bind`. */
export const run = ownerCommand({
  name: 'user bind',
  help,
  options: {
    issuer: { type: 'string' },
    subject: { type: 'string' },
    none: { type: 'boolean', default: false },
  },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals, users, doing }) => {
    const name = userMeant(positionals)
    const { issuer, subject, none } = values
    const whole = issuer !== undefined && subject !== undefined
    const nothing = issuer === undefined && subject === undefined
    if (none ? !nothing : !whole) throw usageError('--issuer and --subject, or --none')
    const identity = whole ? { issuer, subject } : null
    return tellUser(await users.change(name, { identity }, doing))
  },
})
