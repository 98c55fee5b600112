// The media process. The native library lives here alone, so that its end takes nothing else down.
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import type { Address, Engine, PortHolder } from './engine.ts'
import { freePort } from './free-port.ts'
import { MediaError } from './media-error.ts'
import { type Command, isCommand, type Notice, openRequest } from './protocol.ts'
import { Sfu } from './sfu.ts'

const tell = (notice: Notice) => process.connected && process.send?.(notice)

// who is interrupted at the terminal, or stopped with the whole group, is ended by its parent
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit(0))

let sfu: Sfu | undefined
// nothing else refers to it, and a holder that is collected lets go of the port
let holder: PortHolder | undefined

type Acts = { [Type in Command['type']]: (command: Extract<Command, { type: Type }>) => void }

const acts: Acts = {
  open: (command) => void open(command),
  connect: (command) => void connect(command),
  publish: ({ id, streams }) => sfu?.publish(id, streams),
  unpublish: ({ id, choices }) => sfu?.unpublish(id, choices),
  subscribe: (command) => sfu?.subscribe(command),
  unsubscribe: (command) => sfu?.unsubscribe(command),
  chooseLayer: (command) => sfu?.chooseLayer(command, command.layer),
  gate: ({ id, kind, open }) => sfu?.gate(id, kind, open),
  disconnect: ({ id }) => sfu?.disconnect(id),
  stats: ({ request }) => count(request),
  ping: () => tell({ type: 'alive' }),
  close: () => close(),
}

process.on('message', (message) => {
  if (!isCommand(message)) throw new TypeError('a command of unknown form')
  const act = acts[message.type] as (command: Command) => void
  act(message)
})

async function connect({ request, id, offer }: Extract<Command, { type: 'connect' }>) {
  try {
    const answer = await sfu?.connect(id, offer)
    if (answer) tell({ type: 'answered', request, answer })
  } catch (error) {
    refuse(request, error, 'MEDIA_ENGINE_FAILED')
  }
}

function count(request: number): void {
  const { user, system } = process.cpuUsage()
  const stats = {
    associations: sfu?.stats() ?? [],
    cpuSeconds: (user + system) / 1e6,
    memoryBytes: process.memoryUsage.rss(),
  }
  tell({ type: 'counted', request, stats })
}

async function open({ host, port }: Address): Promise<void> {
  const engine = await load(process.argv[2] ?? '')
  if (!engine) return
  try {
    const address = { host, port: port || (await freePort(host)) }
    // without it the port would be free whenever no client is connected
    holder = new engine.IceUdpMuxListener(address.port, host)
    sfu = new Sfu({
      engine,
      address,
      nowMs: () => performance.now(),
      onState: (id, state, reason) => tell({ type: 'state', id, state, reason }),
    })
    tell({ type: 'opened', port: address.port })
  } catch (cause) {
    const message = `UDP port ${port} of ${host} cannot be bound`
    refuse(openRequest, new MediaError('MEDIA_PORT_TAKEN', message, { cause }), 'MEDIA_PORT_TAKEN')
  }
}

async function load(specifier: string): Promise<Engine | undefined> {
  try {
    return (await import(specifier)) as Engine
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n', 1)[0] : `${error}`
    tell({ type: 'unavailable', reason: `${specifier} cannot be loaded: ${why}` })
    return undefined
  }
}

function refuse(request: number, error: unknown, otherwise: MediaError['code']): void {
  const code = error instanceof MediaError ? error.code : otherwise
  const message = error instanceof Error ? error.message : `${error}`
  tell({ type: 'refused', request, code, message })
}

function close(): void {
  sfu?.close()
  holder?.stop()
  process.disconnect?.()
}
