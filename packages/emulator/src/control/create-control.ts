import type { EmulatorClock } from '../clock.ts'
import { type Answer, type HttpReply, type HttpRequest, splitUrl } from '../http/exchange.ts'
import { readJsonBody } from '../http/json-body.ts'
import { findRoute } from '../http/routes.ts'
import type { DeliveryCounts } from '../notifications/delivery.ts'
import type { Platform } from '../platform.ts'
import type { EditableProjects } from '../projects.ts'
import { ControlError } from './control-error.ts'
import { type Allowed, guard } from './guard.ts'
import { asControlError, problemReply } from './problem-reply.ts'
import { controlRoutes } from './routes.ts'
import { sharedWith } from './share.ts'
import type { Control } from './verb.ts'

export interface ControlOptions extends Allowed {
  readonly projects: EditableProjects
  /** the platform's own */
  readonly clock: EmulatorClock
  /** how it stands with notifications, where there are any */
  readonly notifications?: (() => DeliveryCounts) | undefined
  /** hears of faults of the emulator itself, which callers see as `INTERNAL_ERROR` */
  readonly onFault?: ((error: unknown) => void) | undefined
}

/**
 * The control API, `/emulator/v1/…`: shows everything that the emulator knows, with causes that clients are not
 * told, and changes it. It asks for no key, so it belongs on loopback; pages of other origins are refused.
 */
export function createControl(platform: Platform, options: ControlOptions): Answer {
  const { projects, clock, notifications, onFault } = options
  const control: Control = { platform, projects, clock, notifications }
  const reply = (request: HttpRequest) => {
    try {
      guard(request, options)
      return callRoute(control, request)
    } catch (thrown) {
      const error = asControlError(thrown)
      if (error.code === 'INTERNAL_ERROR') onFault?.(thrown)
      return problemReply(error)
    }
  }
  return (request) => sharedWith(options, request, reply)
}

function callRoute(control: Control, request: HttpRequest): HttpReply {
  const { path, query } = splitUrl(request.url)
  const found = findRoute(controlRoutes, request.method, path)
  if (found === undefined) {
    throw new ControlError('ROUTE_UNKNOWN', 'nothing answers this path')
  }
  if ('allow' in found) {
    const refused = problemReply(
      new ControlError('METHOD_NOT_ALLOWED', 'the path has other methods'),
    )
    return { ...refused, headers: { ...refused.headers, allow: found.allow.join(', ') } }
  }
  const { params, handle } = found
  const { status = 200, body } = handle(control, { params, query, json: () => bodyOf(request) })
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  }
}

/** An empty body is an empty object, but must be called JSON all the same: that keeps forms of web pages out. */
function bodyOf(request: HttpRequest): unknown {
  if (request.body.byteLength > 0) return readJsonBody(request)
  return readJsonBody({ ...request, body: emptyObject })
}

const emptyObject = new TextEncoder().encode('{}')
