import type { FastifyRequest } from 'fastify'

/** What a 401 asks for. That something was sent, and is not good, is said without saying what is wrong with it. @see RFC 6750 §3 */
export function challenge({ headers }: FastifyRequest): string {
  const ask = 'Bearer realm="symbolon"'
  return headers.authorization === undefined ? ask : `${ask}, error="invalid_token"`
}
