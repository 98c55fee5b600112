import type { FastifyRequest } from 'fastify'
import { requestIdOf } from '../http/request-id.ts'
import type { Credentials } from '../issue.ts'

/** A query parameter: absent, once, or (as an array) more than once. */
export type QueryValue = string | readonly string[] | undefined
export type Query = { readonly [name: string]: QueryValue }

/** What the spine needs of a request to know its caller. */
export function credentialsOf(request: FastifyRequest): Credentials {
  return {
    headers: request.headers,
    key: first((request.query as Query).key),
    ip: request.clientIp,
    requestId: requestIdOf(request.raw),
  }
}

/** The first value of a parameter, which is the one Go servers read. */
export function first(value: QueryValue): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value[0]
}
