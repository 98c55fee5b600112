import type { FastifyInstance } from 'fastify'
import type { DialectSettings } from './config/dialect-settings.ts'
import type { ShortRoute } from './http/short-path.ts'
import type { Issue } from './issue.ts'
import type { Log } from './observe/log.ts'

/** What a dialect is given. `issue` throws `ServerError` or `TokenError`; the dialect answers in its own shape. */
export interface DialectDeps {
  readonly issue: Issue
  readonly settings: DialectSettings
  readonly log: Log
  /** also answers a path without the framework, when the request is plain; see http/short-path.ts */
  readonly shorten: (route: ShortRoute) => void
}

/**
 * An HTTP shape we imitate: registers its routes, decodes, calls `issue`, encodes. Each dialect gets an
 * encapsulated instance, so its error handler, content-type parsers and hooks are its own. Paths are matched in any
 * letter case, with and without a slash at the end; parameters keep their case. CORS,
 * `Cache-Control: no-store` (which a reply may overwrite) and the body limit are already in place.
 */
export type Dialect = (app: FastifyInstance, deps: DialectDeps) => void
