/** A method and a path, such as `/bans/:id`, and who answers it. */
export interface Route<Handler> {
  readonly method: string
  readonly path: string
  readonly handle: Handler
}

export type Found<Handler> =
  | { readonly handle: Handler; readonly params: Readonly<Record<string, string>> }
  /** the path is known, by these methods */
  | { readonly allow: readonly string[] }

/**
 * The first route that fits. A slash at the end makes no difference.
 *
 * @returns undefined when nothing has this path
 * @throws URIError when a part of the path is badly percent-encoded
 */
export function findRoute<Handler>(
  routes: readonly Route<Handler>[],
  method: string,
  path: string,
): Found<Handler> | undefined {
  const parts = partsOf(path)
  const allow: string[] = []
  for (const route of routes) {
    const params = fit(partsOf(route.path), parts)
    if (params === undefined) continue
    if (route.method === method) return { handle: route.handle, params }
    allow.push(route.method)
  }
  return allow.length > 0 ? { allow } : undefined
}

function partsOf(path: string): readonly string[] {
  return path.replace(/\/$/, '').split('/')
}

function fit(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined
  const params: Record<string, string> = {}
  for (const [at, wanted] of pattern.entries()) {
    const part = parts[at]!
    if (wanted.startsWith(':') && part !== '') params[wanted.slice(1)] = decodeURIComponent(part)
    else if (wanted !== part) return undefined
  }
  return params
}
