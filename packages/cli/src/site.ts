import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isUnchanged, type PublicFile, type PublicFiles, readPublicFiles } from '@symbolon/server'

/** What the pages on the emulator's port are: the demo, and of the token server what it needs. */
export interface Site {
  readonly answer: RequestListener
  /** until then tokens are answered with 503 */
  readonly useTokenServer: (answer: RequestListener) => void
}

/** The demo speaks with this port alone; the SDK's own needs were found by leaving out what it did not miss. */
const demoHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // one style attribute that SDK 4.24.8 sets on an element of its own, at each join
    "style-src-attr 'unsafe-hashes' 'sha256-cPxxYHvCiQ/kT6TlojjBofFPdVQmCg8k/CdPKQDf9zI='",
    "img-src 'self'",
    "connect-src 'self'", // tokens, control, and the SDK's access point and edge
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  // pages of the app under test look here first whether the emulator can be reached
  'cross-origin-resource-policy': 'cross-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
} as const

/** What the token server answers on this port too: the page cannot call another scheme, and need not another origin. */
const ofTokenServer = /^\/(v1|explain)([/?]|$)/

/** @returns undefined where the demo was not built */
export function createSite(
  folder: string = join(import.meta.dirname, '..', 'public'),
): Site | undefined {
  const files = readPublicFiles(folder, demoHeaders)
  if (files === undefined) return undefined
  let tokenServer: RequestListener = (_request, response) => void response.writeHead(503).end()
  return {
    answer: (request, response) => {
      if (ofTokenServer.test(request.url ?? '')) tokenServer(request, response)
      else sendFile(files, request, response)
    },
    useTokenServer: (answer) => {
      tokenServer = answer
    },
  }
}

function sendFile(files: PublicFiles, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/', headers } = request
  request.resume()
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end()
    return
  }
  const file = files.find(url.replace(/\?.*$/s, ''))
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('there is nothing here\n')
    return
  }
  if (isUnchanged(file, headers['if-none-match'])) {
    response.writeHead(304, file.headers).end()
    return
  }
  const length = { 'content-length': file.body.byteLength }
  response.writeHead(200, { ...withSockets(file.headers, headers.host), ...length })
  response.end(method === 'HEAD' ? undefined : file.body)
}

/** Not every browser counts WebSockets to the same port as `'self'`. The host is one that the emulator knows as its own. */
function withSockets(headers: PublicFile['headers'], host = ''): PublicFile['headers'] {
  const policy = headers['content-security-policy']
  if (policy === undefined || !/^[\w.:[\]-]+$/.test(host)) return headers
  const connect = `connect-src 'self' wss://${host}`
  return { ...headers, 'content-security-policy': policy.replace("connect-src 'self'", connect) }
}
