import type { Credentials } from '../issue.ts'

/** The key that a request brings: as `Authorization: Bearer`, else `X-API-Key`, else `?key=`. */
export function presentedKey({ headers, key }: Credentials): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const header = headers['x-api-key']
  return typeof header === 'string' ? header : key
}
