import type { FastifyInstance } from 'fastify'
import type { Owner } from '../admin/route.ts'
import { answerAdmin } from '../admin/routes.ts'
import type { Authenticate } from '../caller/authenticate.ts'
import type { Clocks } from '../clocks.ts'
import type { Issue } from '../issue.ts'
import type { Log } from '../observe/log.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import type { Push } from '../push/push.ts'
import { answerExplain } from './explain.ts'
import { guard, refuseOtherMethods } from './guard.ts'
import { answerInspect } from './inspect.ts'
import type { People } from './session.ts'
import { answerTokens } from './tokens.ts'

export interface V1Deps extends Clocks {
  readonly issue: Issue
  readonly authenticate: Authenticate
  readonly projects: SigningProjects
  /** where projects are kept in a database */
  readonly owner?: Owner | undefined
  /** who is signed in, there too */
  readonly people?: People | undefined
  /** there too, where something is pushed */
  readonly push?: Push | undefined
  readonly log: Log
}

/** `/v1`: our own dialect. */
export function answerV1(app: FastifyInstance, deps: V1Deps): void {
  guard(app, deps)
  app.removeContentTypeParser('text/plain') // only JSON is read here
  answerTokens(app, deps)
  answerInspect(app)
  answerExplain(app, deps)
  if (deps.owner !== undefined) answerAdmin(app, { ...deps, ...deps.owner })
  const served = ['POST']
  refuseOtherMethods(app, { url: '/v1/tokens', served, scope: 'tokens:issue' })
  for (const url of ['/v1/tokens/inspect', '/v1/tokens/explain']) {
    refuseOtherMethods(app, { url, served, scope: 'tokens:explain' })
  }
}
