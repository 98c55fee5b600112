import type { FastifyRequest } from 'fastify'
import type { DialectName } from '../config/dialect-settings.ts'
import type { DialectDeps } from '../dialect.ts'
import { handedOn } from '../http/handed-on.ts'
import type { Credentials, Issued, RequestedService } from '../issue.ts'
import { credentialsOf } from './query.ts'

/** What the handlers of one dialect share. Nothing in it changes between requests. */
export interface Context {
  /** faults and all */
  readonly strict: boolean
  readonly version: '006' | '007'
  /** through the spine: what is asked, how long the whole token shall live, → the token */
  readonly ask: (
    request: FastifyRequest,
    services: readonly RequestedService[],
    seconds: number,
  ) => Promise<string>
  /** as `ask`, for a request that the framework has not seen */
  readonly askAs: (
    credentials: Credentials,
    services: readonly RequestedService[],
    seconds: number,
  ) => Promise<string>
  /** for what the original accepts and hardly anyone means */
  readonly warn: (code: string, message: string) => void
}

/** `version` is the one the original writes. */
export function contextOf(
  { issue, settings, log }: DialectDeps,
  dialect: DialectName,
  originalVersion: '006' | '007',
): Context {
  const version = settings.format[dialect] ?? originalVersion
  const askAs: Context['askAs'] = (credentials, services, seconds) => {
    const wish = { dialect, version, expiresInSeconds: seconds, services, strict: false }
    return issue(credentials, wish).then(tokenOf)
  }
  return {
    strict: settings.strict.has(dialect),
    version,
    async ask(request, services, seconds) {
      const known = handedOn(request.raw)
      if (known !== undefined) throw known.failure
      return await askAs(credentialsOf(request), services, seconds)
    },
    askAs,
    warn: (code, message) => log.warn({ dialect, code }, message),
  }
}

function tokenOf({ token }: Issued): string {
  return token
}
