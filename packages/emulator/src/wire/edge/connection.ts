import type { RawData, WebSocket } from 'ws'
import { isRefusal } from '../../refusal.ts'
import { interrupt } from '../../session/interrupt.ts'
import { dueAt, until } from '../latency.ts'
import type { Edge } from './edge.ts'
import { decodeFrame, encodeFailure, encodeSuccess, type Frame } from './envelope.ts'
import { EdgeFailure, edgeCodes, isOfferFault } from './failure.ts'
import { Line } from './line.ts'
import type { Member } from './members.ts'
import { perform } from './requests.ts'

/** One WebSocket, and who speaks on it. */
export interface Connection {
  readonly edge: Edge
  readonly line: Line
  /** address of the client */
  readonly ip: string
  member: Member | undefined
}

/** Who asks after having joined. */
export interface Joined {
  readonly edge: Edge
  readonly member: Member
}

export interface Reply {
  /** default: empty */
  readonly message?: Readonly<Record<string, unknown>>
  /** done once the reply is on its way */
  readonly after?: () => void
}

/** Requests that wait for the one before; the SDK is far from sending so many. */
const mostWaiting = 256

/** Speaks with one client until its socket closes. Requests are answered in the order in which they came. */
export function serveConnection(edge: Edge, socket: WebSocket, ip: string): void {
  const line = new Line(socket, edge.limits)
  const connection: Connection = { edge, line, ip, member: undefined }
  let turn = Promise.resolve()
  let waiting = 0
  socket.on('error', () => line.drop()) // a broken frame, or one too large; 'close' follows
  socket.on('close', () => lost(connection))
  socket.on('message', (data: RawData, isBinary: boolean) => {
    const frame = isBinary ? undefined : decodeFrame(data.toString())
    if (frame === undefined) {
      line.close(1007, 'expected JSON text with _type')
      return
    }
    if (++waiting > mostWaiting) {
      line.drop()
      return
    }
    const due = dueAt(edge.platform)
    turn = turn.then(async () => {
      await until(edge.platform, due)
      await answer(connection, frame)
      waiting--
    })
  })
}

/** Socket gone: the session is kept for a while, unless another socket has taken it over. */
function lost({ edge, line, member }: Connection): void {
  if (member?.line === line) interrupt(edge.platform.world, member.session)
}

async function answer(connection: Connection, { id, type, message }: Frame): Promise<void> {
  const { edge, line, member } = connection
  if (!line.isOpen || id === undefined) return // what has no id is statistics
  if (edge.platform.isOut()) {
    line.drop()
    return
  }
  if (member?.session.state === 'ended' && type !== 'leave') {
    line.close(1000, 'the session has ended')
    return
  }
  try {
    const reply = await perform(connection, type, message)
    line.send(encodeSuccess(id, reply.message ?? {}))
    reply.after?.()
  } catch (error) {
    const { code, text } = failureOf(edge, error)
    line.send(encodeFailure(id, code, text))
  }
}

function failureOf(edge: Edge, error: unknown): { readonly code: number; readonly text: string } {
  if (error instanceof EdgeFailure) return { code: error.code, text: error.message }
  if (isRefusal(error)) return { code: error.outcome.edge, text: error.message }
  if (isOfferFault(error)) return { code: edgeCodes.REPEAT_JOIN_REQUEST, text: error.message }
  edge.onFault(error)
  return { code: edgeCodes.INTERNAL_ERROR, text: 'the emulator has a fault of its own' }
}
