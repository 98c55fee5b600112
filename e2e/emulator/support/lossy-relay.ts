import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { connect, createServer, type Socket as Stream } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Another way to a gateway, on a port of its own: TCP passes, and so do all datagrams but every `nth` packet of media
 * that a client sends. Closed when the test ends.
 *
 * @returns its port, and how many packets it has lost
 */
export async function lossyRelay(target: number, nth: number) {
  const streams = new Set<Stream>()
  const server = createServer((stream) => {
    const onward = connect(target, '127.0.0.1')
    for (const one of [stream, onward]) {
      streams.add(one)
      one.on('error', () => {}).on('close', () => streams.delete(one))
    }
    stream.pipe(onward).pipe(stream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const datagrams = await relayDatagrams(port, target, nth)
  onTestFinished(async () => {
    for (const stream of streams) stream.destroy()
    datagrams.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port, lost: datagrams.lost }
}

/** As an address translator does it: each client has a socket of its own towards the gateway. */
async function relayDatagrams(port: number, target: number, nth: number) {
  const inward = createSocket('udp4')
  const outward = new Map<string, Socket>()
  let [seen, lost] = [0, 0]
  inward.on('message', (packet, client) => {
    if (isMedia(packet) && ++seen % nth === 0) lost++
    else outwardOf(client).send(packet, target, '127.0.0.1')
  })
  function outwardOf({ address, port: from }: RemoteInfo): Socket {
    const name = `${address}:${from}`
    const known = outward.get(name)
    if (known !== undefined) return known
    const socket = createSocket('udp4')
    socket.on('message', (packet) => inward.send(packet, from, address))
    outward.set(name, socket)
    return socket
  }
  await new Promise<void>((resolve) => inward.bind(port, '127.0.0.1', resolve))
  const close = () => {
    for (const socket of [inward, ...outward.values()]) socket.close()
  }
  return { lost: () => lost, close }
}

/** RFC 7983 for RTP among STUN and DTLS, RFC 5761 for RTP beside RTCP. */
function isMedia(packet: Uint8Array): boolean {
  const [first = 0, second = 0] = packet
  return first >= 128 && first < 192 && (second < 192 || second > 223)
}
