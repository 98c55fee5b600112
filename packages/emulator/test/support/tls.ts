import { connect as connectTcp } from 'node:net'
import { connect, createServer } from 'node:tls'
import type { ServerCertificate } from '../../src/wire/certificates/server-certificate.ts'

/**
 * Connects to a server on this machine as if it were called `name`, and gives what the client says
 * about its certificate: `trusted`, or its error.
 */
export async function handshake(
  server: ServerCertificate,
  { name, ca }: { readonly name: string; readonly ca?: string },
): Promise<string> {
  const listener = createServer(server, (socket) => socket.end())
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const { port } = listener.address() as { port: number }
  try {
    return await new Promise<string>((resolve) => {
      const socket = connectTcp(port, '127.0.0.1')
      // an address never goes out as a server name, but it is what the certificate is held against
      const client = connect({ socket, host: name, ...(ca !== undefined && { ca }) }, () => {
        client.destroy()
        resolve('trusted')
      })
      client.on('error', (error: NodeJS.ErrnoException) => {
        const { code = 'UNSPECIFIED', message } = error
        resolve(code === 'UNSPECIFIED' ? message : code) // Node has no code for every error of OpenSSL
      })
    })
  } finally {
    await new Promise((resolve) => listener.close(resolve))
  }
}
