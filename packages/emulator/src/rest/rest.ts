import { randomUUID } from 'node:crypto'
import {
  type Answer,
  type HttpReply,
  type HttpRequest,
  headerOf,
  splitUrl,
} from '../http/exchange.ts'
import { BodyFault, readJsonBody } from '../http/json-body.ts'
import { findRoute } from '../http/routes.ts'
import type { Platform } from '../platform.ts'
import type { EditableProjects } from '../projects.ts'
import { type Customer, isCustomer } from './customer.ts'
import { RestError } from './rest-error.ts'
import { restRoutes } from './routes.ts'
import type { Rest, Result } from './verb.ts'

export interface RestOptions {
  readonly projects: EditableProjects
  readonly customer: Customer
  /** hears of faults of the emulator itself, which callers see as 500 */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/**
 * The platform's REST (`https://api.agora.io/dev/v1/…`): kicking rules, channel queries, projects. HTTP Basic
 * with the customer's id and secret, JSON both ways, errors as `{"message": …}`. Calls are not counted: the
 * platform's 429 never comes.
 */
export function createRest(
  platform: Platform,
  { projects, customer, onFault }: RestOptions,
): Answer {
  const startedAt = platform.world.clock.now()
  const rest: Rest = { platform, projects, startedAt, shelved: new Map() }
  return (request) => {
    try {
      if (!isCustomer(customer, headerOf(request, 'authorization'))) {
        throw new RestError(401, 'unauthorized')
      }
      return callRoute(rest, request)
    } catch (error) {
      const { status, message } = asRestError(error)
      if (status === 500) onFault?.(error)
      const basic = status === 401 ? { 'www-authenticate': 'Basic realm="rest"' } : undefined
      return reply({ status, body: { message } }, basic)
    }
  }
}

function callRoute(rest: Rest, request: HttpRequest): HttpReply {
  const { path, query } = splitUrl(request.url)
  const found = findRoute(restRoutes, request.method, path)
  if (found === undefined) throw new RestError(404, 'not found')
  if ('allow' in found) {
    const body = { message: 'method not allowed' }
    return reply({ status: 405, body }, { allow: found.allow.join(', ') })
  }
  const json = () => readJsonBody(request)
  return reply(found.handle(rest, { params: found.params, query, json }))
}

function reply({ status = 200, body }: Result, headers: HttpReply['headers'] = {}): HttpReply {
  const standard = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-request-id': randomUUID(),
  }
  return { status, headers: { ...standard, ...headers }, body: JSON.stringify(body) }
}

const bodyErrors = {
  'too large': [413, 'request entity too large'],
  'media type': [415, 'unsupported media type'],
  malformed: [400, 'invalid json'],
} as const

function asRestError(error: unknown): RestError {
  if (error instanceof RestError) return error
  if (error instanceof BodyFault) {
    const [status, message] = bodyErrors[error.kind]
    return new RestError(status, message)
  }
  if (error instanceof URIError) return new RestError(400, 'invalid path')
  return new RestError(500, 'internal server error')
}
