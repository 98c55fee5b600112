import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { urlHost } from '../config/access.ts'
import { ConfigError } from '../config/read-settings.ts'

export interface MetricsPort {
  readonly registry: Registry
  readonly host: string
  /** 0 takes any free one */
  readonly port: number
  /** whether a text is the key; absent = none is asked for */
  readonly isKey?: ((presented: string) => unknown) | undefined
}

export interface ServedMetrics {
  /** whole */
  readonly url: string
  readonly close: () => Promise<void>
}

/** `GET /metrics` on a port of its own, which users cannot reach. @throws ConfigError */
export async function serveMetrics(place: MetricsPort): Promise<ServedMetrics> {
  const { host, port } = place
  const server = createServer({ requestTimeout: 5000, headersTimeout: 5000 }, (request, response) =>
    answer(place, request, response),
  )
  server.maxConnections = 16
  await listening(server, { host, port })
  server.unref()
  return {
    url: `http://${urlHost(host)}:${(server.address() as AddressInfo).port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(
  { registry, isKey }: MetricsPort,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const send = (status: number, text: string, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
      .end(text)
  const presented = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (isKey !== undefined && !(presented !== undefined && isKey(presented))) {
    send(401, 'a key is needed\n', { 'www-authenticate': 'Bearer realm="symbolon metrics"' })
  } else if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics') {
    send(404, 'GET /metrics\n')
  } else {
    registry.metrics().then(
      (text) =>
        send(200, text, { 'content-type': registry.contentType, 'cache-control': 'no-store' }),
      () => send(500, 'the metrics cannot be read\n'),
    )
  }
}

function listening(server: Server, at: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(
        new ConfigError([
          `SYMBOLON_METRICS_PORT: listening on ${at.host}:${at.port} failed: ${code ?? message}.`,
        ]),
      ),
    )
    server.listen(at, () => resolve())
  })
}
