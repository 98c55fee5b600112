import type { FastifyRequest } from 'fastify'
import { requestIdOf } from '../http/request-id.ts'
import type { Credentials } from '../issue.ts'

export function credentialsOf(request: FastifyRequest): Credentials {
  const { key } = request.query as { readonly key?: unknown }
  return {
    headers: request.headers,
    key: typeof key === 'string' ? key : undefined,
    ip: request.clientIp,
    requestId: requestIdOf(request.raw),
  }
}
