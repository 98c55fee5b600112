import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@symbolon/server'
import { onTestFinished } from 'vitest'

export interface TokenServer {
  /** stays the same, whether the server is up or not */
  readonly url: string
  /** Stops it: whoever connects is hung up on. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

/** A started server, as `npm start` starts it, that can be stopped and started again, until the test ends. */
export async function tokenServer(env: Readonly<Record<string, string>>): Promise<TokenServer> {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-server-'))
  const silent = () => undefined
  const run = () =>
    startServer({
      command: 'dev',
      lan: false,
      env: { PORT: '0', SYMBOLON_DATA_DIR: folder, SYMBOLON_DRAIN_SECONDS: '0', ...env },
      cwd: folder,
      log: { info: silent, warn: silent, error: silent, close: silent },
    })
  let server: Awaited<ReturnType<typeof run>> | undefined = await run()
  const front = await forward(() => (server === undefined ? undefined : new URL(server.url).port))
  const stop = async () => {
    const running = server
    server = undefined
    front.hangUp()
    await running?.close(0.2)
  }
  onTestFinished(async () => {
    await stop()
    await front.close()
    rmSync(folder, { recursive: true })
  })
  return {
    url: `http://127.0.0.1:${front.port}`,
    stop,
    async start() {
      server = await run()
    },
  }
}

/** Keeps a port, so that no other process takes it while the server is down. */
async function forward(target: () => string | undefined) {
  const sockets = new Set<Socket>()
  const front = createServer((inbound) => {
    const port = target()
    if (port === undefined) {
      inbound.destroy()
      return
    }
    const outbound = connect(Number(port), '127.0.0.1')
    for (const [socket, other] of [
      [inbound, outbound],
      [outbound, inbound],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => sockets.delete(socket) && other.destroy())
      socket.pipe(other)
    }
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (front.address() as { port: number }).port,
    hangUp,
    close: () => new Promise((resolve) => front.close(resolve) && hangUp()),
  }
}
