import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { type AccessPoint, answerAccessPoint } from './access-point/answer.ts'
import { decodeAccessPoint } from './access-point/decode.ts'
import type { AnswerContext } from './access-point/encode.ts'
import { answerStringUid } from './access-point/string-uid.ts'
import { BadRequest, openToAll, plainAddress, readBody, sendJson } from './http.ts'
import { dueAt, until } from './latency.ts'
import { contentSecurityPolicy, page } from './page.ts'
import { isLogin, serveLogin } from './rtm/serve-login.ts'
import { readTarget } from './target.ts'

/**
 * Answers everything that is asked by HTTPS. A request that cannot be read gets a 4xx that says why.
 *
 * @param site - answers what is not the SDK's, where this machine is asked by a name of its own
 */
export function answerRequests(
  accessPoint: AccessPoint & { readonly onFault: (error: unknown) => void },
  site?: RequestListener,
) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (site !== undefined && isForSite(request)) {
      site(request, response)
      return
    }
    route(accessPoint, request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return
      if (error instanceof BadRequest) {
        sendJson(response, error.status, { error: error.message })
        return
      }
      accessPoint.onFault(error)
      sendJson(response, 500, { error: 'the emulator has a fault of its own' })
    })
  }
}

function isForSite({ url = '', headers }: IncomingMessage): boolean {
  return ['page', 'unknown'].includes(readTarget(url, headers.host ?? ''))
}

async function route(
  accessPoint: AccessPoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', url = '', headers } = request
  if (method === 'OPTIONS') {
    response.writeHead(204, openToAll).end()
    return
  }
  if (isLogin(request)) {
    await slowly(accessPoint, request)
    return serveLogin(accessPoint.platform, request, response)
  }
  switch (readTarget(url, headers.host ?? '')) {
    case 'page':
      sendPage(request, response)
      break
    case 'pastime':
      request.resume()
      sendJson(response, 200, {})
      break
    case 'string uid':
      await slowly(accessPoint, request)
      sendJson(
        response,
        200,
        answerStringUid(`${await posted(request)}`, accessPoint.platform.world),
      )
      break
    case 'access point':
      await slowly(accessPoint, request)
      await answerJoin(accessPoint, request, response)
      break
    default:
      throw new BadRequest('there is nothing here', 404)
  }
}

/** Takes as long as the emulator was told; during an outage nobody is answered. */
async function slowly({ platform }: AccessPoint, { socket }: IncomingMessage): Promise<void> {
  await until(platform, dueAt(platform))
  if (platform.isOut()) socket.destroy()
}

async function answerJoin(
  accessPoint: AccessPoint,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { socket, headers } = request
  const body = await posted(request)
  const contentType = headers['content-type'] ?? ''
  const ip = plainAddress(socket.remoteAddress)
  const asked = await decodeAccessPoint(body, { contentType, ip })
  const answer = answerAccessPoint(accessPoint, asked, edgeFor(request))
  if (answer === undefined) socket.destroy()
  else sendJson(response, 200, answer)
}

/**
 * The address by which the client reached this machine is one that it can reach again. By a name of this machine it
 * may have come to a port that is forwarded here, as containers' are; so what it calls the port counts.
 */
function edgeFor({ socket, headers: { host = '' } }: IncomingMessage): AnswerContext['edge'] {
  const named = /^(?:localhost|[\w-]+\.localhost|127\.0\.0\.1):(\d{1,5})$/i.exec(host)
  if (named !== null) return { ip: '127.0.0.1', port: Number(named[1]) }
  return { ip: plainAddress(socket.localAddress), port: socket.localPort! }
}

function posted(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  if (request.method !== 'POST') throw new BadRequest('expected POST', 405)
  return readBody(request)
}

function sendPage({ method }: IncomingMessage, response: ServerResponse): void {
  if (method !== 'GET' && method !== 'HEAD') throw new BadRequest('expected GET', 405)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  response.end(method === 'HEAD' ? undefined : page)
}
