import { isScope, type Scope, scopes, scopeTexts, usualScopes } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { nearest } from '../nearest.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readLife, tellMade } from '../owner/tell-key.ts'
import { readName } from './project-create.ts'

const help = `Usage: symbolon key create --name <text> [--scope <scope>]… [--expires <span>]

Makes a key for one who asks this server, and prints it. It is not shown again: what is kept is a
hash of it.

  symbolon key create --name "backend of the shop" --expires 90d

      --name <text>      whose it is, 1 to 255 characters
      --scope <scope>    what it is good for; several times for several
                         (default ${usualScopes.join(', ')})
      --expires <span>   refused after this, such as 90d (default: never)

Scopes:
${scopes.map((scope) => `  ${scope.padEnd(21)}${scopeTexts[scope]}`).join('\n')}

`

/** `symbolon key create`. */
export const run = ownerCommand({
  name: 'key create',
  help,
  options: {
    name: { type: 'string' },
    scope: { type: 'string', multiple: true },
    expires: { type: 'string' },
  },
  ofProject: false,
  makes: true,
  act: async ({ values, keys, doing }) => {
    const wish = {
      name: readName(values.name),
      scopes: readScopes(values.scope),
      expiresInSeconds: readLife(values.expires),
    }
    return tellMade(await keys.create(wish, doing), doing.at)
  },
})

function readScopes(names: readonly string[] = usualScopes): readonly Scope[] {
  for (const name of names) {
    if (isScope(name)) continue
    const meant = nearest(name.slice(0, 64), scopes)
    throw usageError(`--scope is one of ${scopes.join(', ')}${meant ? `; ${meant}?` : ''}`)
  }
  return scopes.filter((scope) => names.includes(scope))
}
