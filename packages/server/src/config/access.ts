import { isIPv6 } from 'node:net'
import { halfCredentials } from './half-credentials.ts'
import { ConfigError } from './read-settings.ts'
import type { Settings } from './settings.ts'
import { signInProblems } from './sign-in-problems.ts'

/** How the server was started. */
export interface StartMode {
  /** `dev`: anonymous on loopback, demo project. `serve`: neither. */
  readonly command: 'dev' | 'serve'
  /** projects are kept in a database */
  readonly stored?: boolean
  /** there is a key in that database that is good now */
  readonly keyStored?: boolean
  /** there is an issuer in that database that is enabled */
  readonly issuerStored?: boolean
  /** bind every address of this machine and make a key */
  readonly lan: boolean
}

/** Who can reach the server, and who is answered. */
export interface Access {
  readonly host: string
  /** `make`: a key is needed and none was given (`--lan`) */
  readonly caller: 'anonymous' | 'key' | 'make key'
  readonly corsAllowOrigin: '*' | readonly string[]
  /** anonymous callers on an address that other machines reach */
  readonly exposed: boolean
}

/**
 * Decides who can reach the server. Pure.
 *
 * @throws ConfigError when it would hand tokens to strangers without having been told to
 */
export function decideAccess(settings: Settings, mode: StartMode): Access {
  const { lan, command } = mode
  const host = lan && isLoopback(settings.host) ? '0.0.0.0' : settings.host
  const open = !isLoopback(host)
  const problems = accessProblems(settings, mode, host)
  if (problems.length > 0) throw new ConfigError(problems)
  const caller = callerOf(settings, { command, lan, open })
  const everyone = !open || lan || settings.allowAnonymous
  return {
    host,
    caller,
    corsAllowOrigin: settings.corsAllowOrigin ?? (everyone ? '*' : []),
    exposed: open && caller === 'anonymous',
  }
}

function callerOf(
  { apiKey, allowAnonymous }: Settings,
  { command, lan, open }: StartMode & { readonly open: boolean },
): Access['caller'] {
  if (apiKey !== undefined) return 'key'
  if (allowAnonymous) return 'anonymous'
  if (command === 'serve') return 'key' // or a JWT, of the database; else it was refused
  if (!open) return 'anonymous'
  return lan ? 'make key' : 'key'
}

function accessProblems(settings: Settings, mode: StartMode, host: string): string[] {
  const { command, lan } = mode
  const problems = [...projectProblems(settings, mode), ...signInProblems(settings)]
  const isKnown = mode.keyStored || mode.issuerStored
  const answersEveryone = !settings.apiKey && !settings.allowAnonymous && !isKnown
  if (settings.apiKey && settings.allowAnonymous) {
    problems.push(
      'SYMBOLON_API_KEY and SYMBOLON_ALLOW_ANONYMOUS=1 contradict each other; keep one.',
    )
  }
  const stored = mode.stored ? ', and no good key is in the database, nor an enabled issuer' : ''
  const making = mode.stored ? ' (symbolon key create makes one.)' : ''
  if (command === 'serve' && answersEveryone) {
    problems.push(
      `SYMBOLON_API_KEY is not set${stored}: callers could not be told apart. Set it, or SYMBOLON_ALLOW_ANONYMOUS=1 to answer everyone.${making}`,
    )
  } else if (!isLoopback(host) && !lan && answersEveryone) {
    problems.push(
      `HOST=${host} lets other machines in, and there is no SYMBOLON_API_KEY${stored}. Set one, start with --lan to have one made, or set SYMBOLON_ALLOW_ANONYMOUS=1 to answer everyone.${making}`,
    )
  }
  const { metricsPort, metricsHost, metricsKey } = settings
  if (metricsPort !== undefined && !isLoopback(metricsHost) && metricsKey === undefined) {
    problems.push(
      `SYMBOLON_METRICS_HOST=${metricsHost} lets other machines in, and there is no SYMBOLON_METRICS_KEY. Set one.`,
    )
  }
  return problems
}

/** Whose tokens are issued: projects of a database, or the one of the environment, or the demo project. */
function projectProblems(settings: Settings, { command, stored }: StartMode): string[] {
  const half = halfCredentials(settings)
  if (half !== undefined) return [half]
  if (settings.database !== undefined && settings.appId !== undefined) {
    return [
      'SYMBOLON_DATABASE and AGORA_APP_ID contradict each other; keep one. (symbolon project import brings a project into the database.)',
    ]
  }
  if (command === 'dev' || settings.appId !== undefined || stored) return []
  return [
    'AGORA_APP_ID and AGORA_APP_CERTIFICATE are not set, and no project is kept. (symbolon dev makes a demo project instead; symbolon project create keeps one.)',
  ]
}

/** True for addresses that only this machine itself can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** `host` as it stands in a URL. */
export function urlHost(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}
