import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type Answer, type HttpReply, mostBodyBytes } from './exchange.ts'

/** Beyond this nobody reads on to be polite: the connection is cut. */
const mostIgnoredBytes = 1024 * 1024

/** Puts an interface behind a `node:http` or `node:https` server. */
export function listener(answer: Answer): RequestListener {
  return (request, response) => {
    readBody(request).then(
      (body) => {
        const { method = 'GET', url = '/', headers } = request
        send(response, answer({ method, url, headers, body }))
      },
      () => request.destroy(), // the client went away, or sends without end
    )
  }
}

/** The body, or its beginning and one byte more than is allowed: enough to see that it is too large. */
function readBody(request: IncomingMessage): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = []
    let size = 0
    request.on('data', (part: Uint8Array) => {
      if (size <= mostBodyBytes) parts.push(part)
      size += part.byteLength
      if (size > mostIgnoredBytes) reject(new RangeError('the body has no end'))
    })
    request.on('end', () => resolve(Buffer.concat(parts)))
    request.on('error', reject)
  })
}

function send(response: ServerResponse, { status, headers, body }: HttpReply): void {
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...headers, ...length }).end(body)
}
