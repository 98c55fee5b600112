import { isIPv6 } from 'node:net'
import { halfCredentials } from './half-credentials.ts'
import { ConfigError } from './read-settings.ts'
import type { Settings } from './settings.ts'

/** How the server was started. */
export interface StartMode {
  /** `dev`: anonymous on loopback, demo project. `serve`: neither. */
  readonly command: 'dev' | 'serve'
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
export function decideAccess(settings: Settings, { command, lan }: StartMode): Access {
  const host = lan && isLoopback(settings.host) ? '0.0.0.0' : settings.host
  const open = !isLoopback(host)
  const problems = accessProblems(settings, { command, lan }, host)
  if (problems.length > 0) throw new ConfigError(problems)
  const caller = settings.apiKey
    ? 'key'
    : settings.allowAnonymous || !open
      ? 'anonymous'
      : 'make key'
  const everyone = !open || lan || settings.allowAnonymous
  return {
    host,
    caller,
    corsAllowOrigin: settings.corsAllowOrigin ?? (everyone ? '*' : []),
    exposed: open && caller === 'anonymous',
  }
}

function accessProblems(settings: Settings, { command, lan }: StartMode, host: string): string[] {
  const problems: string[] = []
  const answersEveryone = !settings.apiKey && !settings.allowAnonymous
  if (settings.apiKey && settings.allowAnonymous) {
    problems.push(
      'SYMBOLON_API_KEY and SYMBOLON_ALLOW_ANONYMOUS=1 contradict each other; keep one.',
    )
  }
  if (command === 'serve' && answersEveryone) {
    problems.push(
      'SYMBOLON_API_KEY is not set: callers could not be told apart. Set it, or SYMBOLON_ALLOW_ANONYMOUS=1 to answer everyone.',
    )
  } else if (!isLoopback(host) && !lan && answersEveryone) {
    problems.push(
      `HOST=${host} lets other machines in, and there is no SYMBOLON_API_KEY. Set one, start with --lan to have one made, or set SYMBOLON_ALLOW_ANONYMOUS=1 to answer everyone.`,
    )
  }
  if (command === 'serve' && !settings.appId && !settings.certificate) {
    problems.push(
      'AGORA_APP_ID and AGORA_APP_CERTIFICATE are not set. (symbolon dev makes a demo project instead.)',
    )
  } else {
    const half = halfCredentials(settings)
    if (half !== undefined) problems.push(half)
  }
  return problems
}

/** True for addresses that only this machine itself can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** `host` as it stands in a URL. */
export function urlHost(host: string): string {
  return isIPv6(host) ? `[${host}]` : host
}
