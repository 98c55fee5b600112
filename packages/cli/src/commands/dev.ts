import { humanLog } from '@symbolon/server'
import { dataDirOf, keptAuthority, openProject } from '@symbolon/server/project'
import type { Io, Run } from '../io.ts'
import { type Beside, runServer } from '../run-server.ts'
import { emulated } from './emulate.ts'

const help = `Usage: symbolon dev [--port <number>] [--host <address>] [--lan] [--no-emulator]

Runs the token server for development: on this machine only, for everyone on it, and without
credentials for a demo project. Beside it runs the emulator, the platform that judges its tokens,
with a page on which both can be watched.

  -p, --port <number>    port to listen on; 0 takes a free one   (PORT, default 8080)
      --host <address>   address to listen on                    (HOST, default 127.0.0.1)
      --lan              let other machines in, with a key that is made and shown
      --no-emulator      the token server alone
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
    beside: startEmulator,
  })

const notBuilt = '  ! the demo is not built: run npm run build'

/** The emulator, with the server's own project, and the demo in front of both. */
async function startEmulator(io: Io): Promise<Beside> {
  const { emulatorSettings, runEmulator } = await import('../run-emulator.ts')
  const { createSite } = await import('../site.ts')
  const mirror = await keptProjects(io)
  const projects = mirror?.projects ?? [emulated(await openProject(io))]
  const site = createSite()
  const { emulator, clock, customer, lines } = await runEmulator(io, {
    ...emulatorSettings(io),
    projects,
    otherPort: true,
    site: site?.answer,
  })
  mirror?.follow(emulator.setProject)
  return {
    now: () => Math.floor(clock.now()),
    platform: await platformOf(io, emulator.url, customer),
    demoUrl: site && `${emulator.url}/`,
    meet: (server) => site?.useTokenServer(server.answer),
    lines: [...lines, ...(site === undefined ? [notBuilt] : []), ''],
    close: async () => {
      await mirror?.stop()
      await emulator.close()
    },
  }
}

/** The emulator as the server calls it: with its own certificate, and a secret that never leaves this process. */
async function platformOf(
  io: Io,
  url: string,
  { id, secret }: { readonly id: string; readonly secret: string },
): Promise<Beside['platform']> {
  const { openLocalAuthority } = await import('@symbolon/emulator/certificates')
  const { certificate: ca } = await openLocalAuthority({ dataDir: dataDirOf(io), now: io.now() })
  return { url, customerId: id, customerSecret: secret, ca, emulator: true }
}

/** Those of the database, where there is one. */
async function keptProjects(io: Io) {
  const authority = await keptAuthority(io)
  if (authority === undefined) return undefined
  const { mirrorProjects } = await import('../mirror-projects.ts')
  return await mirrorProjects(authority, (error) =>
    io.stderr.write(`symbolon dev: the emulator keeps the projects it has: ${error}\n`),
  )
}
