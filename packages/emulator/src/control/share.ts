import { type Answer, type HttpReply, type HttpRequest, headerOf } from '../http/exchange.ts'
import { type Allowed, guard } from './guard.ts'

const preflight = {
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
}

/** Lets pages of the origins that were allowed read the answers, and answers what their browsers ask beforehand. */
export function sharedWith(allowed: Allowed, request: HttpRequest, reply: Answer): HttpReply {
  const origin = headerOf(request, 'origin')
  if (origin === undefined || !allowed.origins?.includes(origin)) return reply(request)
  const shared = { 'access-control-allow-origin': origin, vary: 'Origin' }
  const asks = headerOf(request, 'access-control-request-method') !== undefined
  if (request.method === 'OPTIONS' && asks && isGuarded(request, allowed)) {
    return { status: 204, headers: { ...shared, ...preflight }, body: '' }
  }
  const { status, headers, body } = reply(request)
  return { status, headers: { ...headers, ...shared }, body }
}

function isGuarded(request: HttpRequest, allowed: Allowed): boolean {
  try {
    guard(request, allowed)
    return true
  } catch {
    return false // the reply says why
  }
}
