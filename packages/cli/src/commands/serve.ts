import { jsonLog } from '@symbolon/server'
import type { Run } from '../io.ts'
import { runServer } from '../run-server.ts'

const help = `Usage: symbolon serve [--port <number>] [--host <address>] [--lan]

Runs the token server for production. It needs projects and a key: symbolon project create and
symbolon key create keep them in a database, or AGORA_APP_ID, AGORA_APP_CERTIFICATE and
SYMBOLON_API_KEY name one of each. SYMBOLON_ALLOW_ANONYMOUS=1 answers everyone without a key. The
log goes to stdout, one JSON object per line.

  -p, --port <number>    port to listen on; 0 takes a free one   (PORT, default 8080)
      --host <address>   address to listen on                    (HOST, default 127.0.0.1)
      --lan              listen on every address of this machine
  -h, --help             show this

Settings come from the environment and from a .env file: see docs/configuration.md.
`

/** `symbolon serve`. */
export const run: Run = (args, io) =>
  runServer(args, io, {
    command: 'serve',
    help,
    // a file descriptor is written to in blocks, which a stream would not be
    log: ({ stdout }) =>
      jsonLog('fd' in stdout && typeof stdout.fd === 'number' ? stdout.fd : stdout),
    talk: 'stderr',
  })
