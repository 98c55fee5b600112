import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type Handler = (
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | Promise<FastifyReply>

export interface Mount {
  /** the first one is described in the API document */
  readonly urls: readonly string[]
  /** one line for the API document */
  readonly summary: string
  /** `GET` with HEAD, as Express does; `GET only` and `POST` without, as Go servers do */
  readonly method: 'GET' | 'GET only' | 'POST'
  readonly handler: Handler
  /** answers every other method */
  readonly otherwise: Handler
  /** preflights too are left to `otherwise`; else the server answers them like everywhere */
  readonly ownCors?: boolean
}

/** Gives paths wholly to a dialect, with the original's answer to methods it does not serve. */
export function mount(app: FastifyInstance, place: Mount): void {
  const { urls, summary, method, handler, otherwise, ownCors = false } = place
  const served = method === 'POST' ? ['POST'] : method === 'GET' ? ['GET', 'HEAD'] : ['GET']
  const others = app.supportedMethods.filter((name) => !served.includes(name))
  const exposeHeadRoute = served.includes('HEAD')
  for (const [index, url] of urls.entries()) {
    const schema = index === 0 ? { summary } : {}
    app.route({ method: served[0]!, url, schema, exposeHeadRoute, handler })
    app.route({ method: others, url, config: { ownCors }, handler: otherwise })
  }
}

/** A path in any letter case, as Express matches it. The exact path is the fastest. */
export function anyCase(path: string, rest = ''): string[] {
  const letters = [...path.slice(1)].map((char) => `[${char.toLowerCase()}${char.toUpperCase()}]`)
  return [`${path}${rest}`, `/:anyCase(^${letters.join('')}$)${rest}`]
}

/** The path as sent, without the query. */
export function pathOf(request: FastifyRequest): string {
  return request.raw.url!.split('?', 1)[0]!
}
