import type { Credentials } from '../issue.ts'

/**
 * The JWT that a request brings, as `Authorization: Bearer` and nowhere else: addresses are kept in logs, and a JWT names a
 * person. Three parts are signed and five encrypted; both are more than a text that means nothing.
 */
export function presentedJwt({ headers }: Credentials): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer === undefined || bearer.startsWith('sym_')) return undefined
  const dots = bearer.split('.', 6).length - 1
  return dots === 2 || dots === 4 ? bearer : undefined
}
