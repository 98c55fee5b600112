import { humanLog } from '@symbolon/server'
import type { Run } from '../io.ts'
import { runServer } from '../run-server.ts'

const help = `Usage: symbolon dev [--port <number>] [--host <address>] [--lan]

Runs the token server for development: on this machine only, for everyone on it, and without
credentials for a demo project.

  -p, --port <number>    port to listen on; 0 takes a free one   (PORT, default 8080)
      --host <address>   address to listen on                    (HOST, default 127.0.0.1)
      --lan              let other machines in, with a key that is made and shown
  -h, --help             show this

Settings come from the environment and from a .env file: see docs/configuration.md.
`

/** `symbolon dev` (= `npm start`). */
export const run: Run = (args, io) =>
  runServer(args, io, {
    command: 'dev',
    help,
    log: ({ stdout }) => humanLog(stdout, Date.now),
    talk: 'stdout',
  })
