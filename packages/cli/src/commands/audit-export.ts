import { once } from 'node:events'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Run } from '../io.ts'
import { archivedText } from '../owner/archived-text.ts'
import { openOwn, projectMeant } from '../owner/owner-command.ts'
import { readInteger } from '../subject-options.ts'

const help = `Usage: symbolon audit export [--app-id <id> | --authority] [--after <number>] > audit.ndjson

Prints the chain of a project, a line of JSON for each entry, as it was hashed. symbolon audit
verify @audit.ndjson follows it anywhere.

      --app-id <id>      of which project; may be left out where there is one
      --authority        what is of no project: keys, users, issuers
      --after <number>   what came after this one, to go on with an export of before
  -h, --help             show this
`

/** `symbolon audit export`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, {
    ...commonOptions,
    'app-id': { type: 'string' },
    authority: { type: 'boolean' },
    after: { type: 'string', default: '0' },
  })
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('audit export takes no argument')
  const after = readInteger(values.after, '--after')
  const { audit, console, close } = await openOwn('audit export', io)
  try {
    const chain = values.authority ? '' : await projectMeant(console, values['app-id'])
    const archived = await audit.archived(chain)
    if (archived !== undefined && archived.through > after) io.stderr.write(archivedText(archived))
    for await (const lines of audit.lines(chain, after)) {
      if (io.stdout.write(lines) === false) await once(io.stdout as NodeJS.WriteStream, 'drain')
    }
    return exitCodes.ok
  } finally {
    await close()
  }
}
