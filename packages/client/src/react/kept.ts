import type { Headers } from '../fetch-token.ts'
import type { FetchOptions, TokenSourceOptions, UrlOptions } from '../settings.ts'
import { createTokenSource, type TokenSource } from '../token-source.ts'
import type { Role } from '../types.ts'

export type Wanted = TokenSourceOptions | TokenSource

/**
 * What makes one source another: equal for options that are written anew in each render and say the same. Not the role,
 * which a source can change, and no function or header: of those the latest are used.
 */
export function keyOf(wanted: Wanted | null | undefined): string | TokenSource | null {
  if (!wanted) return null
  if ('get' in wanted) return wanted
  const { channel, subject, services, expiresInSeconds, version } = wanted
  const { timeoutSeconds, shareAs } = wanted
  const { url, credentials } = wanted as Partial<UrlOptions>
  const origin = url === undefined ? null : `${url}`
  return JSON.stringify([
    [origin, credentials, shareAs, timeoutSeconds],
    [channel, subject, services, expiresInSeconds, version],
  ])
}

export function roleOf(wanted: Wanted | null | undefined): Role | undefined {
  return wanted && !('get' in wanted) ? (wanted.role ?? 'publisher') : undefined
}

/** A source that a component opened, and what the component's latest render gave for it. */
export class Kept {
  readonly key: string
  readonly source: TokenSource
  options: TokenSourceOptions
  /** the one that the source has, or is asking for */
  role: Role
  /** the role that could not be had, if the last one asked for could not */
  refused: Role | undefined
  #closing: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(key: string, options: TokenSourceOptions) {
    this.key = key
    this.options = options
    this.role = options.role ?? 'publisher'
    const source = createTokenSource(this.#latest())
    this.source = {
      ...source,
      get current() {
        return source.current
      },
      changeRole: (wished, once) => {
        const before = this.role
        this.role = wished
        return source.changeRole(wished, once).catch((error) => {
          this.role = before
          throw error
        })
      },
    }
  }

  /** @returns false when it is too late */
  hold(): boolean {
    clearTimeout(this.#closing)
    return !this.#closed
  }

  /** Closes the source in a moment: StrictMode and fast refresh take a component away and put it back at once. */
  release(closed: () => void): void {
    this.#closing = setTimeout(() => {
      this.#closed = true
      this.source.close()
      closed()
    })
  }

  #latest(): TokenSourceOptions {
    const own = this.options
    if (own.fetchToken === undefined) return { ...own, headers: () => this.#headers() }
    return { ...own, fetchToken: (wish) => (this.options as FetchOptions).fetchToken(wish) }
  }

  #headers(): Headers | Promise<Headers> {
    const { headers = {} } = this.options as UrlOptions
    return typeof headers === 'function' ? headers() : headers
  }
}
