import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
}

export interface Pages {
  /** without a slash at its end */
  readonly url: string
  close(): Promise<void>
}

/** Serves the given files (path → content) from memory, on a free port of 127.0.0.1. */
export async function servePages(files: Record<string, string | Uint8Array>): Promise<Pages> {
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://pages').pathname
    const content = files[path]
    const type = types[extname(path)] ?? 'application/octet-stream'
    if (content === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': type }).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
