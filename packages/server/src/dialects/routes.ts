import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { About } from './about.ts'

export type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>

export interface Mount {
  /** matched in any letter case, and with a slash at the end or without; a folder `/name/*` without its slash too */
  readonly url: string
  /** for the API document */
  readonly about: About
  /** `GET` with HEAD, as Express does; `GET only` and `POST` without, as Go servers do */
  readonly method: 'GET' | 'GET only' | 'POST'
  readonly handler: Handler
  /** answers every other method */
  readonly otherwise: Handler
  /** preflights too are left to `otherwise`; else the server answers them like everywhere */
  readonly ownCors?: boolean
}

/** Gives a path wholly to a dialect, with the original's answer to methods it does not serve. */
export function mount(app: FastifyInstance, place: Mount): void {
  const { url, about, handler, otherwise, ownCors = false } = place
  const served =
    place.method === 'POST' ? ['POST'] : place.method === 'GET' ? ['GET', 'HEAD'] : ['GET']
  const others = app.supportedMethods.filter((name) => !served.includes(name))
  const exposeHeadRoute = served.includes('HEAD')
  app.route({ method: served[0]!, url, config: { about }, exposeHeadRoute, handler })
  // answered before any body is read: what is wrong with that is nobody's concern here
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) =>
    void (await otherwise(request, reply))
  app.route({ method: others, url, config: { ownCors }, onRequest, handler: otherwise })
  if (!url.endsWith('/*')) return
  const folder = url.slice(0, -2)
  const method = app.supportedMethods
  app.route({ method, url: folder, config: { ownCors }, onRequest, handler: otherwise })
}

/** The path as sent, without the query. */
export function pathOf(request: FastifyRequest): string {
  return request.raw.url!.split('?', 1)[0]!
}
