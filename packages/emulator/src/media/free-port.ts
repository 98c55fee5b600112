import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** A UDP port that nobody has bound a moment ago. The library takes a number only. */
export async function freePort(host: string): Promise<number> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}
