import { inMemory, type Project } from '@symbolon/emulator'
import { untilSignal } from '@symbolon/server'
import { commonOptions, readArgs } from '../args.ts'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io, Run } from '../io.ts'
import { printResult } from '../output.ts'
import { openProject } from '../project.ts'
import { readProjects } from '../read-projects.ts'
import { readSettingPairs } from '../read-setting-pairs.ts'
import { emulatorSettings, runEmulator } from '../run-emulator.ts'

const help = `Usage: symbolon emulate [--port <number>] [--cohost on|off] [--projects <file>]

Runs the platform that judges the token, for tests: the Web SDK joins it, is warned, renews, is
refused or put out as on the real one. The project is that of AGORA_APP_ID and
AGORA_APP_CERTIFICATE, else the demo project; or those of a file.

  symbolon emulate --cohost on

  -p, --port <number>    port for HTTPS, WebSockets and UDP; 0 takes a free one
                         (SYMBOLON_EMULATOR_PORT, default 4443)
      --host <address>   address to listen on   (default 127.0.0.1)
      --cohost on|off    co-host authentication (default off)
      --projects <file>  JSON: { "projects": [{ "appId", "certificate", … }] }
      --set name=value   one of the open questions (docs/emulator/uncertain.md); may be repeated
      --control-host <name>      let other machines call the control API by this name
      --control-origin <origin>  let pages of this origin call it, such as http://localhost:5173
      --json             print one JSON object when it is ready
  -h, --help             show this
`

const options = {
  ...commonOptions,
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  cohost: { type: 'string' },
  projects: { type: 'string' },
  set: { type: 'string', multiple: true },
  'control-host': { type: 'string', multiple: true },
  'control-origin': { type: 'string', multiple: true },
} as const

/** `symbolon emulate`. */
export const run: Run = async (args, io) => {
  const { values, positionals } = readArgs(args, options)
  if (values.help) {
    io.stdout.write(help)
    return exitCodes.ok
  }
  if (positionals.length > 0) throw usageError('emulate takes options alone')
  const flags = values.port === undefined ? {} : { emulatorPort: values.port }
  const projects = await projectsOf(io, values)
  const { emulator, lines } = await runEmulator(io, {
    ...emulatorSettings(io, flags),
    projects,
    settings: readSettingPairs(values.set ?? []),
    otherPort: false,
    host: values.host,
    control: readAllowed(values['control-host'], values['control-origin']),
  })
  const ended = untilSignal(process, emulator.close)
  const appIds = projects.map(({ appId }) => appId)
  const text = `${[...appIds.map((appId) => `App ID ${appId}`), '', ...lines].join('\n')}\n`
  const { url, proxyServer, signallingOnly } = emulator
  const data = { url, proxyServer, appIds, media: signallingOnly === undefined }
  printResult(io, { command: 'emulate', json: values.json, data, text })
  await ended
  return exitCodes.ok
}

function readAllowed(hosts: readonly string[] = [], origins: readonly string[] = []) {
  for (const host of hosts) {
    if (!/^[\w.-]+$|^\[[\da-f:.]+\]$/i.test(host)) {
      throw usageError('--control-host is a name or an address, without a port')
    }
  }
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw usageError('--control-origin is a scheme, a host and a port: http://localhost:5173')
    }
  }
  return { hosts: hosts.map((host) => host.toLowerCase()), origins }
}

async function projectsOf(
  io: Io,
  { cohost, projects }: { readonly cohost?: string; readonly projects?: string },
): Promise<readonly Project[]> {
  if (cohost !== undefined && cohost !== 'on' && cohost !== 'off') {
    throw usageError('--cohost is on or off')
  }
  const given = projects === undefined ? [await ownProject(io)] : readProjects(projects, io.cwd)
  checkProjects(given)
  if (cohost === undefined) return given
  return given.map((project) => ({ ...project, coHostAuthentication: cohost === 'on' }))
}

function checkProjects(projects: readonly Project[]): void {
  try {
    inMemory(projects)
  } catch (error) {
    throw usageError((error as RangeError).message)
  }
}

async function ownProject(io: Io): Promise<Project> {
  return emulated(await openProject(io))
}

/** The server's project as the platform's console has it. */
export function emulated({
  appId,
  certificate,
  secondaryCertificate,
}: {
  readonly appId: string
  readonly certificate: string
  readonly secondaryCertificate?: string | undefined
}): Project {
  const secondary =
    secondaryCertificate === undefined ? undefined : { certificate: secondaryCertificate }
  return { appId, certificate, secondary }
}
