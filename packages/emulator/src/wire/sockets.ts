import type { IncomingMessage } from 'node:http'
import type { Server } from 'node:https'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { serveConnection } from './edge/connection.ts'
import type { Edge } from './edge/edge.ts'
import { plainAddress } from './http.ts'
import { isEdge } from './target.ts'

/** The largest frame seen is the join, with some 20 KiB. */
const mostFrameBytes = 256 * 1024
/** The SDK joins as soon as the socket is open. */
const firstFrameMs = 10_000
/** The SDK pings every 3 s, and a page in the background once a minute. */
const idleMs = 90_000

/** Lets WebSockets in where the edge listens; everything else that wants an upgrade is turned away. */
export function takeSockets(server: Server, edge: Edge): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: mostFrameBytes })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    if (edge.platform.isOut()) {
      socket.destroy()
      return
    }
    if (!isEdge(request.url ?? '')) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      request.socket.setTimeout(firstFrameMs, () => webSocket.terminate())
      webSocket.once('message', () => request.socket.setTimeout(idleMs))
      serveConnection(edge, webSocket, plainAddress(request.socket.remoteAddress))
    })
  })
  return sockets
}
