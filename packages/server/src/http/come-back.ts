import type { FastifyReply } from 'fastify'
import type { Limited, ServerProblemCode } from '../errors.ts'
import type { Meter } from '../observe/meter.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** absent = nothing is counted */
    readonly meter?: Meter | undefined
  }
}

interface Refused {
  readonly code: ServerProblemCode
  readonly limited?: Limited | undefined
}

/** What every refusal has, whatever its body looks like: it is counted, and says when it is worth coming back. */
export function noteRefusal(reply: FastifyReply, { code, limited }: Refused): void {
  const { meter } = reply.server
  if (code === 'CALLER_UNAUTHENTICATED' || code === 'SCOPE_MISSING') meter?.denied(code, undefined)
  if (limited === undefined) return
  meter?.limited(limited.scope)
  sayWhenToComeBack(reply, limited)
}

/** `Retry-After`, and the header fields of draft-ietf-httpapi-ratelimit-headers-10. */
function sayWhenToComeBack(reply: FastifyReply, limited: Limited): void {
  const { scope, seconds, quota, windowSeconds } = limited
  reply
    .header('retry-after', String(seconds))
    .header('ratelimit-policy', `"${scope}";q=${quota};w=${windowSeconds}`)
    .header('ratelimit', `"${scope}";r=0;t=${seconds}`)
}
