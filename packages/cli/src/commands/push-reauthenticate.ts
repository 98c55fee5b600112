import { pushCommand, readSpan } from '../client/push-command.ts'

const help = `Usage: symbolon push reauthenticate --channel <name> --uid <number> [options]

Asks a client to have its next token made by its own back end now. One that does not follow stays
in until its token ends; who has to go is kicked.

  symbolon push reauthenticate --channel lobby --uid 7 --within 1m

      --within <span>    how long it has, 5s to 1h (default 30s)
`

/** `symbolon push reauthenticate`. */
export const run = pushCommand({
  name: 'push reauthenticate',
  help,
  options: { within: { type: 'string' } },
  wish: ({ within }) => ({
    reauthenticate: true,
    withinSeconds: readSpan(within, '--within', [5, 3600]),
  }),
})
