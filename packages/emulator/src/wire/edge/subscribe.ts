import Type from 'typebox'
import { nameOf, type Session } from '../../session/session.ts'
import { shaped } from '../check.ts'
import type { Joined, Reply } from './connection.ts'
import { EdgeFailure } from './failure.ts'

const stream_id = Type.Union([Type.String({ maxLength: 255 }), Type.Integer()])
const kind = Type.Union([Type.Literal('audio'), Type.Literal('video')])

const subscribeSchema = Type.Object({ stream_id, stream_type: kind })

/** Flat, other than in `unpublish`; empty when the remote stream is gone already. */
const unsubscribeSchema = Type.Object({
  stream_id,
  ortc: Type.Array(Type.Object({ stream_type: Type.String({ maxLength: 16 }) }), { maxItems: 16 }),
})

const switchSchema = Type.Object({
  stream_id,
  /** 1 = the small stream */
  stream_type: Type.Union([Type.Literal(0), Type.Literal(1)]),
})

export function subscribe({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(subscribeSchema, message)
  if ('fault' in checked) throw new EdgeFailure('SUBSCRIBE_REQUEST_INVALID', checked.fault)
  const { stream_id: name, stream_type } = checked.value
  const other = sessionNamed(member.session, name)
  if (other === undefined || !other.published.has(stream_type)) {
    const shown = edge.platform.world.show(`${name}`)
    const fault = `${shown} publishes no ${stream_type}`
    throw new EdgeFailure('SUBSCRIBE_REQUEST_INVALID', fault)
  }
  const publisher = edge.members.of(other)
  if (publisher !== undefined) edge.media.subscribe(member, publisher, stream_type)
  return {}
}

export function unsubscribe({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(unsubscribeSchema, message)
  if ('fault' in checked) throw new EdgeFailure('SUBSCRIBE_REQUEST_INVALID', checked.fault)
  const other = sessionNamed(member.session, checked.value.stream_id)
  const publisher = other && edge.members.of(other)
  if (publisher === undefined) return {}
  for (const { stream_type } of checked.value.ortc) {
    edge.media.unsubscribe(member, publisher, stream_type === 'audio' ? 'audio' : 'video')
  }
  return {}
}

/** Chooses between the large and the small stream of a publisher who sends both. */
export function switchStream({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(switchSchema, message)
  if ('fault' in checked) throw new EdgeFailure('SUBSCRIBE_REQUEST_INVALID', checked.fault)
  const other = sessionNamed(member.session, checked.value.stream_id)
  const publisher = other && edge.members.of(other)
  const layer = checked.value.stream_type === 1 ? 'low' : 'high'
  if (publisher !== undefined) edge.media.chooseLayer(member, publisher, layer)
  return {}
}

function sessionNamed({ channel }: Session, name: string | number): Session | undefined {
  if (typeof name === 'number') return channel.members.get(name)
  for (const session of channel.members.values()) if (nameOf(session) === name) return session
  return undefined
}
