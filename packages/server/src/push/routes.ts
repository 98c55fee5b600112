import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { ServerError } from '../errors.ts'
import { refuseOtherMethods } from '../v1/guard.ts'
import { operation } from '../v1/operation.ts'
import type { Push } from './push.ts'

const url = '/v1/events'

/**
 * `GET /v1/events`: what is pushed to who holds a token. The token stands in a header, never in an address; so
 * `EventSource`, which sends none, cannot be used.
 */
export function answerEvents(app: FastifyInstance, push: Push): void {
  const schema = operation(
    {
      tags: ['push'],
      operationId: 'listen',
      summary: 'Listen to what is pushed to one user',
      description:
        'Server-Sent Events: `listening`, `token`, `reauthenticate`, `banned` (docs/push.md). Needs the RTC token that the user joined with, and ends with it.',
      security: [{ token: [] }],
      response: {
        200: {
          description: 'A stream.',
          content: { 'text/event-stream': { schema: Type.String() } },
        },
      },
    },
    {
      401: 'The token is missing, or proves nothing now.',
      403: 'The token is for more than one user or channel, or the user is banned.',
      503: 'Too many listen; `Retry-After` says when to come back.',
    },
  )
  app.get(url, { schema, exposeHeadRoute: false }, (request, reply) => {
    const stream = push.listen(tokenIn(request.headers.authorization), request.raw)
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store, no-transform')
      .header('x-accel-buffering', 'no') // nginx holds small answers back otherwise
      .send(stream)
  })
  app.addHook('preClose', async () => push.close())
  refuseOtherMethods(app, { url, served: ['GET'], scope: 'push:write' })
}

/** An empty one proves nothing. */
function tokenIn(authorization = ''): string {
  const token = /^Bearer +([A-Za-z0-9+/=]{1,4096})$/i.exec(authorization)?.[1]
  if (token !== undefined) return token
  throw new ServerError('LISTENER_UNPROVEN', 'Send the token as "Authorization: Bearer …".')
}
