import type { Server } from 'node:http'
import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Owner } from './admin/route.ts'
import type { Authenticate } from './caller/authenticate.ts'
import type { Clocks } from './clocks.ts'
import type { DialectSettings } from './config/dialect-settings.ts'
import type { Settings } from './config/settings.ts'
import type { Dialect } from './dialect.ts'
import { allowOrigin } from './http/cors.ts'
import { answerBrokenClient, answerProblems, sendProblem } from './http/errors.ts'
import { prepareEveryReply } from './http/every-reply.ts'
import type { Gate } from './http/gate.ts'
import { answerHealth, type Readiness } from './http/health.ts'
import { measureAnswers } from './http/measure-answers.ts'
import { type NameRequest, requestIdOf } from './http/request-id.ts'
import { type ShortRoute, takeShortPath } from './http/short-path.ts'
import type { Issue } from './issue.ts'
import type { Freshness } from './keep-fresh.ts'
import type { Log } from './observe/log.ts'
import type { Meter } from './observe/meter.ts'
import { hideUndescribed, openapi } from './openapi.ts'
import { answerPasteBox } from './pages/explain.ts'
import type { PublicFiles } from './pages/public-files.ts'
import { answerPages } from './pages/routes.ts'
import type { SigningProjects } from './projects/signing-projects.ts'
import type { Push } from './push/push.ts'
import { answerEvents } from './push/routes.ts'
import { answerV1 } from './v1/routes.ts'
import { problemSchema } from './v1/schemas.ts'
import { answerSession, type People } from './v1/session.ts'
import { answerElsewhere } from './v1/session-elsewhere.ts'
import { answerOwnPassword } from './v1/session-password.ts'

export interface AppDeps extends Clocks {
  readonly issue: Issue
  readonly authenticate: Authenticate
  readonly projects: SigningProjects
  /** where projects are kept in a database: what their owners do with them */
  readonly owner?: Owner | undefined
  /** there too: who signs in, and who has */
  readonly people?: People | undefined
  /** there too: what is pushed to users */
  readonly push?: Push | undefined
  readonly dialects: readonly Dialect[]
  readonly dialectSettings: DialectSettings
  readonly corsAllowOrigin: '*' | readonly string[]
  readonly readiness: Readiness
  /** what is kept in memory of the database */
  readonly readModels?: readonly Freshness[]
  /** absent = requests are not counted by address */
  readonly gate?: Gate | undefined
  /** absent = every request gets an id of ours */
  readonly nameRequest?: NameRequest | undefined
  /** absent = nothing is counted */
  readonly meter?: Meter | undefined
  readonly keyNeeded: boolean
  /** where the demo is, if there is one */
  readonly demoUrl?: string | undefined
  /** the built page; undefined when it was not built */
  readonly pasteBox: PublicFiles | undefined
  readonly limits: Limits
  readonly log: Log
  /** once nothing is answered any more */
  readonly onClose?: () => Promise<void>
}

/** See config/settings.ts. */
type Limits = Pick<
  Settings,
  'headersTimeoutSeconds' | 'requestTimeoutSeconds' | 'keepAliveSeconds' | 'maxConnections'
>

const bodyLimitBytes = 65_536

/** The HTTP side, whole, not yet listening. Opens nothing and reads no environment. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = createFastify(deps)
  measureAnswers(app, deps.meter)
  const { readiness, gate, meter, nameRequest = requestIdOf } = deps
  prepareEveryReply(app, deps.corsAllowOrigin, { readiness, gate, nameRequest })
  answerProblems(app, deps.log)
  app.addSchema(problemSchema)
  await app.register(swagger, openapi)
  answerHealth(app, deps.readiness, deps.readModels ?? [])
  const { appId = '', demo = false } = deps.projects.find() ?? {}
  answerPages(app, { appId, demo, keyNeeded: deps.keyNeeded, demoUrl: deps.demoUrl })
  answerPasteBox(app, deps.pasteBox)
  await app.register(async (scope) => answerV1(scope, deps))
  const { people, push, log, systemNow } = deps
  if (people !== undefined) {
    await app.register(async (scope) => {
      answerSession(scope, { ...people, log, systemNow })
      answerOwnPassword(scope, { ...people, log, systemNow })
    })
    const { elsewhere } = people
    if (elsewhere !== undefined) {
      const deps = { ...people, elsewhere, log, systemNow }
      await app.register(async (scope) => answerElsewhere(scope, deps))
    }
  }
  if (push !== undefined) await app.register(async (scope) => answerEvents(scope, push))
  const short: ShortRoute[] = []
  for (const dialect of deps.dialects) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', hideUndescribed)
      const { issue, dialectSettings: settings, log } = deps
      dialect(scope, { issue, settings, log, shorten: (route) => short.push(route) })
    })
  }
  app.addHook('onClose', async () => await deps.onClose?.())
  await app.ready()
  if (deps.corsAllowOrigin === '*')
    takeShortPath(app.server, short, { readiness, gate, meter, nameRequest })
  return app
}

function createFastify({ limits, corsAllowOrigin, log, ...deps }: AppDeps): FastifyInstance {
  const { headersTimeoutSeconds } = limits
  const app = Fastify({
    logger: false, // what is worth a line is written by hand: a logger per request costs more than a token
    bodyLimit: bodyLimitBytes,
    requestTimeout: limits.requestTimeoutSeconds * 1000,
    keepAliveTimeout: limits.keepAliveSeconds * 1000,
    http: {
      headersTimeout: headersTimeoutSeconds * 1000,
      connectionsCheckingInterval: Math.min(1000, headersTimeoutSeconds * 500),
    },
    return503OnClosing: false, // what arrives on an open connection while closing is still answered
    routerOptions: {
      maxParamLength: 1024, // channel names and accounts stand in paths, percent-encoded
      caseSensitive: false, // most imitated servers take paths in any letter case; names in them keep theirs
      ignoreTrailingSlash: true,
    },
    ajv: {
      customOptions: {
        allErrors: true, // all at once; the body limit bounds them
        verbose: true,
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
      },
    },
    clientErrorHandler: answerBrokenClient,
    frameworkErrors: (error, request, reply) => {
      deps.nameRequest?.(request.raw)
      allowOrigin(request, reply, corsAllowOrigin)
      sendProblem(error, { request, reply, log })
    },
  })
  limitConnections(app.server, limits)
  return app
}

/** Connections that are open already go on as they began. */
export function limitConnections(server: Server, limits: Limits): void {
  server.maxConnections = limits.maxConnections
  server.requestTimeout = limits.requestTimeoutSeconds * 1000
  server.keepAliveTimeout = limits.keepAliveSeconds * 1000
  server.headersTimeout = limits.headersTimeoutSeconds * 1000
}
