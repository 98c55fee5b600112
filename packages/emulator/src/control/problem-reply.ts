import { randomUUID } from 'node:crypto'
import type { HttpReply } from '../http/exchange.ts'
import { BodyFault } from '../http/json-body.ts'
import { ControlError } from './control-error.ts'
import { controlProblems } from './problems.ts'

/** RFC 9457, with a stable `code` and all field errors at once. */
export function problemReply(error: ControlError): HttpReply {
  const { code, message: detail, faults } = error
  const { status, title } = controlProblems[code]
  const errors = faults.map(({ path, kind, message }) => ({
    pointer: `#${path}`,
    code: `FIELD_${kind.toUpperCase()}`,
    message,
  }))
  const body = {
    type: `/docs/emulator/control#${code}`,
    title,
    status,
    code,
    detail,
    requestId: randomUUID(),
    ...(errors.length > 0 ? { errors } : {}),
  }
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  }
}

const bodyCodes = {
  'too large': 'BODY_TOO_LARGE',
  'media type': 'MEDIA_TYPE_UNSUPPORTED',
  malformed: 'BODY_MALFORMED',
} as const

/** Any thrown thing as a refusal. What is not known to be safe to tell becomes `INTERNAL_ERROR`. */
export function asControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error
  if (error instanceof BodyFault) {
    const code = bodyCodes[error.kind]
    return new ControlError(code, controlProblems[code].title)
  }
  if (error instanceof URIError) {
    return new ControlError('REQUEST_INVALID', 'the path is badly percent-encoded')
  }
  return new ControlError('INTERNAL_ERROR', controlProblems.INTERNAL_ERROR.title)
}
