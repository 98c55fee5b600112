import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { urlHost } from '../config/access.ts'
import { ConfigError } from '../config/read-settings.ts'

/** Binds the port. @throws ConfigError that says what is in the way */
export async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
): Promise<{ url: string; port: number }> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    await app.close()
    throw new ConfigError([explain(error as NodeJS.ErrnoException, host, port)])
  }
  const bound = (app.server.address() as AddressInfo).port
  return { url: `http://${urlHost(reachable(host))}:${bound}`, port: bound }
}

/** Every address is no address to call. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Stop that, or choose another port: PORT=8090, or --port 0 for any free one.`
    case 'EACCES':
      return `Port ${port} may not be used by this user. Choose one above 1023 with PORT or --port.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST=${host} is not an address of this machine.`
    default:
      return `Listening on ${host}:${port} failed: ${error.code ?? error.message}.`
  }
}
