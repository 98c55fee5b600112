import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Received {
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
}

/** A server for notifications that answers with these status codes in turn, then with 200; 0 = never. */
export async function receiver(statuses: readonly number[] = []) {
  const received: Received[] = []
  const left = [...statuses]
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({ headers: request.headers, text: Buffer.concat(parts).toString() })
      const status = left.shift() ?? 200
      if (status === 0) return
      response.writeHead(status, status === 302 ? { location: '/' } : {}).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hook`, received }
}
