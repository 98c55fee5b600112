import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Credentials } from '../issue.ts'
import type { Meter } from '../observe/meter.ts'
import type { Gate } from './gate.ts'
import { handOn } from './handed-on.ts'
import type { Readiness } from './health.ts'
import { type NameRequest, requestIdHeader } from './request-id.ts'

/** A `GET` of one path, or of one kind of paths, for clients that ask once for each token. */
export interface ShortRoute {
  /** as it is counted */
  readonly route: string
  /** of every answer, names and values in turn, as the framework sends them; the id comes before them, `Content-Length` behind */
  readonly headers: readonly string[]
  /**
   * Takes a plain request apart, by its head alone. Undefined: it is not plain, and goes the long way. Neither counts
   * nor judges.
   */
  readonly take: (request: IncomingMessage) => ShortAnswer | undefined
}

/** The JSON to answer 200 with. May reject: then the framework answers with that refusal. */
type ShortAnswer = (from: Pick<Credentials, 'ip' | 'requestId'>) => Promise<string>

const answered = { method: 'GET', status: 200 } as const

interface ShortPathDeps {
  readonly readiness: Readiness
  readonly gate?: Gate | undefined
  readonly meter?: Meter | undefined
  readonly nameRequest: NameRequest
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/**
 * Answers the plain requests of a few hot paths before the framework sees them: routing, hooks and
 * reply objects cost more than the token (docs/decisions/short-path.md). The routes' own decoding,
 * the spine and their own encoding are the same. Whatever is not plain goes the long way. What is
 * refused is handed on with its refusal, because only that way knows the shape of it.
 */
export function takeShortPath(
  server: Server,
  routes: readonly ShortRoute[],
  { readiness, ...deps }: ShortPathDeps,
): void {
  const [framework] = server.listeners('request') as Answer[]
  if (framework === undefined) throw new TypeError('the framework does not listen yet')
  const walks = routes.map((route) => walk(route, framework, deps))
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!readiness.draining) for (const take of walks) if (take(request, response)) return
    framework(request, response)
  })
}

/** @returns whether the request was one for this route, and is answered or handed on */
function walk(
  { route, headers, take }: ShortRoute,
  framework: Answer,
  { gate, meter, nameRequest }: Omit<ShortPathDeps, 'readiness'>,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const answer = request.method === 'GET' ? take(request) : undefined
    if (answer === undefined) return false
    const leave = (failure: unknown) => {
      handOn(request, failure)
      framework(request, response)
    }
    const ip = gate?.ipOf(request)
    const refusal = ip === undefined ? undefined : gate!.refuse(ip)
    if (refusal !== undefined) {
      leave(refusal)
      return true
    }
    const from = meter && performance.now()
    const requestId = nameRequest(request)
    answer({ ip, requestId }).then((body) => {
      const length = String(Buffer.byteLength(body))
      response
        .writeHead(200, [requestIdHeader, requestId].concat(headers, 'content-length', length))
        .end(body)
      meter?.answered({ ...answered, route, seconds: (performance.now() - from!) / 1000 })
    }, leave)
    return true
  }
}
