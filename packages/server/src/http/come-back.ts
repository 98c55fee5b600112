import type { FastifyReply } from 'fastify'
import type { Limited } from '../errors.ts'

/** `Retry-After`, and the header fields of draft-ietf-httpapi-ratelimit-headers-10. */
export function sayWhenToComeBack(reply: FastifyReply, limited: Limited): void {
  const { scope, seconds, quota, windowSeconds } = limited
  reply
    .header('retry-after', String(seconds))
    .header('ratelimit-policy', `"${scope}";q=${quota};w=${windowSeconds}`)
    .header('ratelimit', `"${scope}";r=0;t=${seconds}`)
}
