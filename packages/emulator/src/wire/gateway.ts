import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { Media } from '../media/media.ts'
import type { Platform } from '../platform.ts'
import type { Edge } from './edge/edge.ts'
import { MediaSide } from './edge/media-side.ts'
import { Members } from './edge/members.ts'
import { listenWithMedia, type OpenMedia } from './listen.ts'
import { answerRequests } from './requests.ts'
import { takeSockets } from './sockets.ts'
import { createTickets } from './tickets.ts'

export interface GatewayOptions {
  readonly platform: Platform
  /** PEM, for the names under which browsers look for it */
  readonly certificate: { readonly cert: string; readonly key: string }
  /** default 127.0.0.1 */
  readonly host?: string | undefined
  /** TCP for requests and WebSockets, UDP of the same number for media; 0 = any free one */
  readonly port: number
  /** what else is answered here, by how its paths begin, such as `/dev/` */
  readonly mounts?: Readonly<Record<string, RequestListener>> | undefined
  /** answers everything else that is no SDK's; default: a page that says what runs here */
  readonly site?: RequestListener | undefined
  /** opens the media plane on this address; absent, or without one, the gateway is signalling only */
  readonly openMedia?: OpenMedia | undefined
  /** sockets at a time. Default 2000 */
  readonly mostSockets?: number | undefined
  /** a fault of the gateway's own; its client got an answer. Default: a warning of the process */
  readonly onFault?: ((error: unknown) => void) | undefined
}

export interface Gateway {
  readonly host: string
  readonly port: number
  /** for the SDK's `setProxyServer` */
  readonly proxyServer: string
  /** absent = signalling only */
  readonly media: Media | undefined
  /** Ends all connections and the media plane, at once. */
  readonly close: () => Promise<void>
}

const timeouts = { headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 10_000 }

/**
 * Starts what the SDK speaks with: the access point and the edge, over HTTPS and WebSockets on one port.
 *
 * @throws Error `EADDRINUSE` when the port is taken, TLS's errors for a bad certificate, MediaError
 */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const { platform, certificate, host = '127.0.0.1', port: wanted, openMedia } = options
  const { mostSockets = 2000, onFault = warn, mounts = {}, site } = options
  const server = createServer({ ...certificate, ...timeouts })
  server.maxConnections = mostSockets
  const { port, media } = await listenWithMedia(server, { host, port: wanted, openMedia })
  const members = new Members()
  const edge: Edge = {
    platform,
    tickets: createTickets(),
    members,
    media: new MediaSide(media, members),
    limits: { mostBufferedBytes: 4 * 1024 * 1024 },
    onFault,
  }
  server.on('request', mounted(mounts, answerRequests(edge, site)))
  const sockets = takeSockets(server, edge)
  return {
    host,
    port,
    proxyServer: `localhost:${port}`,
    media,
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await Promise.all([closed, media?.close()])
    },
  }
}

function mounted(
  mounts: Readonly<Record<string, RequestListener>>,
  otherwise: RequestListener,
): RequestListener {
  return (request, response) => {
    const prefix = Object.keys(mounts).find((start) => request.url?.startsWith(start))
    const listener = prefix === undefined ? otherwise : mounts[prefix]!
    listener(request, response)
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}
