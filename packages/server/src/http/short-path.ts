import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Meter } from '../observe/meter.ts'
import { exposedHeaders } from './cors.ts'
import type { Gate } from './gate.ts'
import { handOn } from './handed-on.ts'
import type { Readiness } from './health.ts'

/** The values of a query that needs no decoding, in the order of the route's parameters. */
type PlainQuery = readonly (string | undefined)[]

/** A `GET` of one path, for clients that ask once for each token. */
export interface ShortRoute {
  /** in the letter case in which it is documented; other spellings go the long way */
  readonly path: string
  /** the names it reads; a query with any other, or without the first, goes the long way */
  readonly parameters: readonly string[]
  /** the token. May reject: then the framework answers with that refusal */
  readonly answer: (
    query: PlainQuery,
    headers: IncomingHttpHeaders,
    ip: string | undefined,
  ) => Promise<string>
  /** the JSON to answer 200 with, of ASCII alone */
  readonly encode: (token: string) => string
}

const answered = { method: 'GET', status: 200 } as const

interface ShortPathDeps {
  readonly readiness: Readiness
  readonly gate?: Gate | undefined
  readonly meter?: Meter | undefined
}

/**
 * Answers the plain requests of a few hot paths before the framework sees them: routing, hooks and
 * reply objects cost more than the token (docs/decisions/short-path.md). The dialect's own decoding,
 * the spine and the dialect's own encoding are the same. Whatever is not plain goes the long way. What is
 * refused is handed on with its refusal, because only that way knows the shape of it.
 */
export function takeShortPath(
  server: Server,
  routes: readonly ShortRoute[],
  { readiness, gate, meter }: ShortPathDeps,
): void {
  const byPath = new Map(routes.map((route) => [route.path, route]))
  const [framework] = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[]
  if (framework === undefined) throw new TypeError('the framework does not listen yet')
  server.removeAllListeners('request')
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const route = readiness.draining ? undefined : routeOf(request, byPath)
    const query = route && plainQuery(request.url!, route)
    if (query === undefined) return framework(request, response)
    const leave = (failure: unknown) => {
      handOn(request, failure)
      framework(request, response)
    }
    const ip = gate?.ipOf(request)
    const refusal = ip === undefined ? undefined : gate!.refuse(ip)
    if (refusal !== undefined) return leave(refusal)
    const from = meter && performance.now()
    route!.answer(query, request.headers, ip).then((text) => {
      const body = route!.encode(text)
      response.writeHead(200, headersOf(body)).end(body)
      meter?.answered({
        ...answered,
        route: route!.path,
        seconds: (performance.now() - from!) / 1000,
      })
    }, leave)
  })
}

function routeOf(
  { method, url = '' }: IncomingMessage,
  byPath: ReadonlyMap<string, ShortRoute>,
): ShortRoute | undefined {
  if (method !== 'GET') return undefined
  const mark = url.indexOf('?')
  return mark < 0 ? undefined : byPath.get(url.slice(0, mark))
}

/** Undefined when the first parameter is missing, and when one is repeated, unknown, empty or without value, or when anything would have to be decoded. */
function plainQuery(url: string, { path, parameters }: ShortRoute): PlainQuery | undefined {
  const values: (string | undefined)[] = new Array(parameters.length).fill(undefined)
  for (let at = path.length + 1; at < url.length; ) {
    const nth = parameterAt(url, at, parameters)
    if (nth < 0 || values[nth] !== undefined) return undefined
    const from = at + parameters[nth]!.length + 1
    const stop = url.indexOf('&', from)
    const end = stop < 0 ? url.length : stop
    const value = url.slice(from, end)
    if (!plain.test(value)) return undefined
    values[nth] = value
    at = end + 1
  }
  return values[0] === undefined ? undefined : values
}

/** Which parameter begins there, by comparing in place: a slice as a key would cost more. */
function parameterAt(url: string, at: number, parameters: readonly string[]): number {
  for (let nth = 0; nth < parameters.length; nth++) {
    const name = parameters[nth]!
    if (url.startsWith(name, at) && url[at + name.length] === '=') return nth
  }
  return -1
}

const plain = /^[\w.-]{1,255}$/

/** Of an answer with a token, to everyone: the path is taken only where every origin may read. Names and values in turn. */
function headersOf(body: string): (string | number)[] {
  return [
    'cache-control',
    'no-store',
    'access-control-allow-origin',
    '*',
    'access-control-expose-headers',
    exposedHeaders,
    'content-type',
    'application/json; charset=utf-8',
    'content-length',
    body.length, // JSON around a token is ASCII
  ]
}
