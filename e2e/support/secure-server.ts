import { createHash } from 'node:crypto'
import { createServer } from 'node:https'
import { onTestFinished } from 'vitest'

// RFC 6455 §1.3
const acceptKey = (key = '') =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')

/** Answers every request over HTTPS with a page, and opens every WebSocket, until the test ends. Gives its port. */
export async function serveSecurely(certificate: { cert: string; key: string }): Promise<number> {
  const server = createServer(certificate, (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>here</p>')
  })
  server.on('upgrade', ({ headers }, socket) => {
    socket.on('error', () => undefined) // the browser may leave without a word
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${acceptKey(headers['sec-websocket-key'])}`,
        '',
        '',
      ].join('\r\n'),
    )
    onTestFinished(() => void socket.destroy())
  })
  server.on('tlsClientError', () => undefined) // a browser that refuses the certificate hangs up
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return (server.address() as { port: number }).port
}
