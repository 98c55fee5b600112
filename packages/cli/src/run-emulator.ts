import type { RequestListener } from 'node:http'
import { EmulatorClock, inMemory, type Project, type Settings } from '@symbolon/emulator'
import { makeCustomer, type ServedEmulator, serveEmulator } from '@symbolon/emulator/serve'
import { dataDirOf, readSettings } from '@symbolon/server/project'
import { CommandError, usageError } from './errors.ts'
import { exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'

export interface EmulatorWish {
  readonly projects: readonly Project[]
  readonly port: number
  /** whether another port will do when this one is taken */
  readonly otherPort: boolean
  readonly host?: string | undefined
  readonly settings?: Partial<Settings> | undefined
  /** pages to serve instead of the emulator's own */
  readonly site?: RequestListener | undefined
  readonly notify?: { readonly url: string; readonly secret: string } | undefined
  /** who may call the control API beside this machine */
  readonly control?: { readonly hosts: readonly string[]; readonly origins: readonly string[] }
}

type Customer = ReturnType<typeof makeCustomer>

/** The emulator's part of the settings. */
export function emulatorSettings(
  io: Io,
  flags: { readonly emulatorPort?: string } = {},
): Pick<EmulatorWish, 'port' | 'notify'> {
  const names = ['emulatorPort', 'notifyUrl', 'notifySecret'] as const
  const {
    emulatorPort,
    notifyUrl: url,
    notifySecret: secret,
  } = readSettings({ ...io, flags }, names)
  if ((url === undefined) !== (secret === undefined)) {
    throw usageError(
      'SYMBOLON_NOTIFY_URL and SYMBOLON_NOTIFY_SECRET go together: set both, or neither',
    )
  }
  const notify = url === undefined || secret === undefined ? undefined : { url, secret }
  return { port: emulatorPort, notify }
}

/** An emulator that runs, and what to say about it. */
export interface RunningEmulator {
  readonly emulator: ServedEmulator
  readonly clock: EmulatorClock
  /** who may call its REST */
  readonly customer: Customer
  /** lines for people, without a line's end */
  readonly lines: readonly string[]
}

/**
 * Starts the emulator with a clock that keeps pace with the system's and can be put ahead of it.
 *
 * @throws CommandError `PORT_TAKEN`, `PORT_FORBIDDEN`, `HOST_UNKNOWN`
 */
export async function runEmulator(io: Io, wish: EmulatorWish): Promise<RunningEmulator> {
  const clock = new EmulatorClock({ running: true })
  const customer = makeCustomer()
  const projects = inMemory(wish.projects)
  const start = (port: number) =>
    serveEmulator({
      projects,
      clock,
      port,
      host: wish.host,
      dataDir: dataDirOf(io),
      customer,
      settings: wish.settings,
      notify: wish.notify,
      site: wish.site,
      control: wish.control,
    })
  const emulator = await start(wish.port).catch((error: unknown) => {
    if (wish.otherPort && isTaken(error)) return start(0)
    throw listenError(error, wish)
  })
  const moved = emulator.port !== wish.port && wish.port !== 0
  const notes = [
    ...(moved ? [`port ${wish.port} is taken: took ${emulator.port}`] : []),
    ...(emulator.signallingOnly ? [`signalling only, no media: ${emulator.signallingOnly}`] : []),
    ...(wish.host
      ? [`listens on ${wish.host}: whoever reaches it can join, and it is made for tests`]
      : []),
    ...(wish.control?.hosts.length
      ? [
          `the control API asks for no key, and answers whoever calls ${wish.control.hosts.join(', ')}`,
        ]
      : []),
  ]
  return {
    emulator,
    clock,
    customer,
    lines: linesOf(emulator, { customer, notes, demo: wish.site !== undefined }),
  }
}

function linesOf(
  { url, proxyServer, control }: ServedEmulator,
  {
    customer,
    notes,
    demo,
  }: {
    readonly customer: Customer
    readonly notes: readonly string[]
    readonly demo: boolean
  },
): string[] {
  return [
    'Emulator: the platform that judges the token. For tests only.',
    `  Web SDK  client.setProxyServer('${proxyServer}') before each join; then join, with the App ID above`,
    `  ${demo ? 'Demo' : 'Page'}     ${url}/ (open it once and accept its certificate, or see: symbolon trust)`,
    `  REST     ${url}/dev/v1/… as customer ${customer.id}, secret ${customer.secret} (of this run)`,
    ...(control
      ? [`  Control  ${url}/emulator/v1 (docs/emulator/control.md), or: symbolon clock advance 24h`]
      : []),
    ...notes.map((note) => `  ! ${note}`),
  ]
}

/** What is in the way of listening; anything else is a fault, and stays what it is. */
function listenError(error: unknown, { port, host }: EmulatorWish): unknown {
  if (isTaken(error)) {
    return new CommandError('PORT_TAKEN', `port ${port} is taken`, {
      fix: 'Give another one: --port, or SYMBOLON_EMULATOR_PORT; 0 takes any that is free.',
      exitCode: exitCodes.unavailable,
    })
  }
  const { code, syscall } = error as NodeJS.ErrnoException
  switch (code) {
    case 'EACCES':
      if (syscall !== 'listen') return error // of the data folder
      return new CommandError('PORT_FORBIDDEN', `port ${port} may not be used by this user`, {
        fix: 'Give one above 1023: --port, or SYMBOLON_EMULATOR_PORT.',
        exitCode: exitCodes.unavailable,
      })
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new CommandError('HOST_UNKNOWN', `${host} is not an address of this machine`, {
        fix: 'Give one that is: --host; 0.0.0.0 stands for all of them.',
        exitCode: exitCodes.usage,
      })
    default:
      return error
  }
}

function isTaken(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return code === 'EADDRINUSE' || code === 'MEDIA_PORT_TAKEN'
}
