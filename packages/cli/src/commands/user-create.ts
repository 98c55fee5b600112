import { isRole, type Role, roles, roleTexts } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { tellUser } from '../owner/tell-user.ts'
import { passwordHelp, readPassword } from '../read-password.ts'

const help = `Usage: symbolon user create --name <login> --role <role> [--password @<file> | -]

Makes somebody who signs in to see and change what is kept here. The password is asked for, and not
shown.

  symbolon user create --name ana@example.com --role admin

      --name <login>          what they sign in with: letters, digits and . _ @ + -
      --role <role>           what they may do
${passwordHelp}
      --issuer <address>      of the issuer of identities that they sign in by, instead or as well
      --subject <sub>         who they are there

Roles:
${roles.map((role) => `  ${role.padEnd(10)}${roleTexts[role]}`).join('\n')}

`

/** `symbolon user create`. */
export const run = ownerCommand({
  name: 'user create',
  help,
  options: {
    name: { type: 'string' },
    role: { type: 'string' },
    password: { type: 'string' },
    issuer: { type: 'string' },
    subject: { type: 'string' },
  },
  ofProject: false,
  makes: true,
  act: async ({ values, users, io, doing }) => {
    const { name, issuer, subject } = values
    if (name === undefined) throw usageError('--name is missing')
    const role = readRole(values.role)
    if ((issuer === undefined) !== (subject === undefined)) {
      throw usageError('--issuer and --subject belong together')
    }
    const identity = issuer && subject ? { issuer, subject } : undefined
    const elsewhere = identity !== undefined && values.password === undefined
    const password = elsewhere ? undefined : await readPassword(values.password, io)
    return tellUser(await users.create({ name, role, password, identity }, doing))
  },
})

/** @throws CommandError `USAGE` */
export function readRole(text: string | undefined): Role {
  if (text !== undefined && isRole(text)) return text
  const meant = nearest((text ?? '').slice(0, 64), roles)
  throw usageError(`--role is one of ${roles.join(', ')}${meant ? `; ${meant}?` : ''}`)
}
