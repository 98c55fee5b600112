import { type FieldError, ServerError } from '../errors.ts'
import type { TokenRequest } from '../issue.ts'
import { clean } from '../observe/clean.ts'
import { decodeTokenBody } from '../v1/decode-token-body.ts'
import { tokenBody } from '../v1/schemas.ts'
import type { CompiledPolicy } from './judge.ts'
import { shapeErrors } from './shape.ts'
import { type Trace, trace } from './trace.ts'
import { type PolicyCaller, wishOf } from './wish.ts'

/** How each service of a request is decided. */
export interface RequestTrace {
  /** all of them are */
  readonly allowed: boolean
  /** life of the token: as asked for, or the shortest that a rule allows; 0 = none */
  readonly expiresInSeconds: number
  readonly services: readonly Trace[]
}

interface TracedRequest {
  readonly caller: PolicyCaller
  readonly body: unknown
  readonly brief?: boolean
}

/**
 * Why a request would be answered as it would be, without answering it.
 *
 * @param body - as `POST /v1/tokens` takes it
 * @param brief - without the rules that neither decided nor capped: quick, however many there are
 * @throws ServerError `REQUEST_INVALID` when no policy would come to see it
 */
export function traceRequest(
  policy: CompiledPolicy,
  { caller, body, brief = false }: TracedRequest,
): RequestTrace {
  const { services, version, expiresInSeconds: asked } = readTokenRequest(body)
  const traces = services.map((service) =>
    trace(policy, { wish: wishOf(service, version), brief }, caller),
  )
  const allowed = traces.every((one) => one.allowed)
  const most = Math.min(...traces.map(({ maxSeconds }) => maxSeconds))
  const expiresInSeconds = asked === 0 ? most : Math.min(asked, most)
  return { allowed, expiresInSeconds: allowed ? expiresInSeconds : 0, services: traces }
}

/** A body as `POST /v1/tokens` takes it. @throws ServerError `REQUEST_INVALID` */
export function readTokenRequest(body: unknown): TokenRequest {
  refuseIfAny(shapeErrors(tokenBody, body, '#'))
  return decodeTokenBody(body, [])
}

function refuseIfAny(errors: readonly FieldError[]): void {
  if (errors.length === 0) return
  const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ')
  throw new ServerError('REQUEST_INVALID', clean(detail), { errors, status: 400 })
}
