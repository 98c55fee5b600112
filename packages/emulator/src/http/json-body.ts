import { type HttpRequest, headerOf, mostBodyBytes } from './exchange.ts'

/** A body that cannot be read; each interface says so in words of its own. */
export class BodyFault extends Error {
  override readonly name = 'BodyFault' as const
  readonly kind: 'too large' | 'media type' | 'malformed'

  constructor(kind: BodyFault['kind']) {
    super(`the body is refused: ${kind}`)
    this.kind = kind
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/** @throws BodyFault when it is too large, not `application/json`, or no JSON */
export function readJsonBody(request: HttpRequest): unknown {
  if (request.body.byteLength > mostBodyBytes) throw new BodyFault('too large')
  const [type = ''] = (headerOf(request, 'content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json') throw new BodyFault('media type')
  try {
    return JSON.parse(strictUtf8.decode(request.body))
  } catch {
    throw new BodyFault('malformed')
  }
}
