import Type, { type Static } from 'typebox'
import type { PublishedStream } from '../../media/types.ts'
import * as act from '../../session/act.ts'
import { shaped } from '../check.ts'
import type { StreamKind } from './announce.ts'
import type { Joined, Reply } from './connection.ts'
import { EdgeFailure } from './failure.ts'

const ssrc = Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 })
const streamType = Type.Union([
  Type.Literal('audio'),
  Type.Literal('high'),
  Type.Literal('low'),
  Type.Literal('screen'),
])

const publishSchema = Type.Object({
  ortc: Type.Array(
    Type.Object({
      stream_type: streamType,
      ssrcs: Type.Array(Type.Object({ ssrcId: ssrc, rtx: Type.Optional(ssrc) }), {
        minItems: 1,
        maxItems: 8,
      }),
    }),
    { maxItems: 8 },
  ),
})

const unpublishSchema = Type.Object({
  ortc: Type.Array(Type.Object({ stream_type: streamType }), { maxItems: 16 }),
})

const controlSchema = Type.Object({
  action: Type.Union([
    Type.Literal('mute_local_audio'),
    Type.Literal('unmute_local_audio'),
    Type.Literal('mute_local_video'),
    Type.Literal('unmute_local_video'),
  ]),
})

/** Streams of several kinds come at once; either all are let through or none. @throws Refusal `PUBLISH_REFUSED` */
export function publish({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(publishSchema, message)
  if ('fault' in checked) throw new EdgeFailure('PUBLISH_REQUEST_INVALID', checked.fault)
  const streams = checked.value.ortc.map(streamOf)
  const { session } = member
  const shut = streams.find(({ kind }) => !session.gates[kind])
  if (shut !== undefined) act.publish(edge.platform.world, session, shut.kind) // throws
  for (const stream of streams) {
    if (stream.layer === 'high') publishOne({ edge, member }, stream)
  }
  edge.media.publish(member, streams)
  return {}
}

function publishOne({ edge, member }: Joined, { kind, ssrc, rtx }: PublishedStream): void {
  const { session, streams } = member
  const { world } = edge.platform
  const known = streams.get(kind)
  // another SSRC is another stream, which the others must hear of
  if (known !== undefined && known.ssrc !== ssrc) act.unpublish(world, session, kind)
  streams.set(kind, { ssrc, rtx })
  act.publish(world, session, kind)
}

export function unpublish({ edge, member }: Joined, message: unknown): Reply {
  const checked = shaped(unpublishSchema, message)
  if ('fault' in checked) throw new EdgeFailure('PUBLISH_REQUEST_INVALID', checked.fault)
  for (const { stream_type } of checked.value.ortc) {
    const kind = kindOf(stream_type)
    const layer = layerOf(stream_type)
    edge.media.unpublish(member, [{ kind, layer }])
    if (layer === 'low') continue
    act.unpublish(edge.platform.world, member.session, kind)
    member.streams.delete(kind)
  }
  return {}
}

/** `setMuted` and `setEnabled` of the SDK's tracks; both look alike here. */
export function control({ member }: Joined, message: unknown): Reply {
  const checked = shaped(controlSchema, message)
  if ('fault' in checked) throw new EdgeFailure('PUBLISH_REQUEST_INVALID', checked.fault)
  const { action } = checked.value
  const kind = action.endsWith('audio') ? 'audio' : 'video'
  act.mute(member.session, { kind, muted: action.startsWith('mute') })
  return {}
}

type StreamType = Static<typeof streamType>

function streamOf({
  stream_type,
  ssrcs: [first],
}: Static<typeof publishSchema>['ortc'][number]): PublishedStream {
  const { ssrcId, rtx } = first!
  return { kind: kindOf(stream_type), layer: layerOf(stream_type), ssrc: ssrcId, rtx }
}

function kindOf(type: StreamType): StreamKind {
  return type === 'audio' ? 'audio' : 'video'
}

function layerOf(type: StreamType): PublishedStream['layer'] {
  return type === 'low' ? 'low' : 'high'
}
