import type { IncomingMessage } from 'node:http'
import type { ServerError } from '../errors.ts'

/** Looks at where requests come from, before anything else of them. */
export interface Gate {
  /** the address of the client, as it is counted */
  readonly ipOf: (request: IncomingMessage) => string
  /** Counts a request of this address. @returns the refusal; undefined = it may pass */
  readonly refuse: (ip: string) => ServerError | undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** whoever watches over the server asks here, as often as it likes */
    readonly uncounted?: boolean
  }
  interface FastifyRequest {
    /** set where somebody is counted by it */
    clientIp?: string | undefined
  }
}
