import type { Push } from './envelope.ts'

/** The kinds that travel as RTP; data is no stream to announce. */
export type StreamKind = 'audio' | 'video'

export const streamKinds: readonly StreamKind[] = ['audio', 'video']

/** SSRC of a stream and of its retransmissions, as its publisher chose them. */
export interface Stream {
  readonly ssrc: number
  readonly rtx?: number | undefined
}

/** How somebody's streams are at this moment. */
export interface Present {
  /** as the SDK shall call the member: the account, or the integer */
  readonly name: string | number
  readonly uid: number
  readonly streams: { readonly [kind in StreamKind]?: Stream & { readonly muted: boolean } }
}

/**
 * What a client believes of one kind of another member's: never heard of, heard, muted, or gone: there is no
 * stream, but the client was told that it is muted.
 */
type Belief = 'never' | 'heard' | 'muted' | 'gone'

/** What a client was told of another member. */
export interface Told {
  readonly audio: { readonly belief: Belief; readonly ssrc?: number }
  readonly video: { readonly belief: Belief; readonly ssrc?: number }
}

const nothingTold: Told = { audio: { belief: 'never' }, video: { belief: 'never' } }

/**
 * What to push so that a client's picture of a member becomes the present one, and that picture. `again`:
 * its connection was interrupted, so that the member and the streams must be named even when it knows them.
 *
 * One kind alone cannot be taken away: `on_remove_stream` takes both. So it is told as muted, and when it comes
 * back, as unmuted.
 */
export function announce(
  present: Present,
  told: Told | undefined,
  again: boolean,
): { readonly pushes: readonly Push[]; readonly told: Told } {
  const before = told ?? nothingTold
  const uid = present.name
  const pushes: Push[] = []
  if (told === undefined || again) {
    pushes.push({ type: 'on_user_online', message: { uid, uint_id: present.uid } })
  }
  const isOn = (kind: StreamKind) => isLive(before[kind].belief)
  const empty = present.streams.audio === undefined && present.streams.video === undefined
  const removed = empty && streamKinds.some(isOn)
  const next = { ...before }
  for (const kind of streamKinds) {
    const step = announceKind({ present, kind, removed, again }, before[kind])
    pushes.push(...step.pushes)
    next[kind] = step.told
  }
  if (removed) pushes.push({ type: 'on_remove_stream', message: { uid, uint_id: present.uid } })
  return { pushes, told: next }
}

interface KindContext {
  readonly present: Present
  readonly kind: StreamKind
  /** both kinds go at once */
  readonly removed: boolean
  readonly again: boolean
}

function announceKind(
  { present, kind, removed, again }: KindContext,
  { belief, ssrc }: Told[StreamKind],
): { readonly pushes: readonly Push[]; readonly told: Told[StreamKind] } {
  const uid = present.name
  const stream = present.streams[kind]
  const mute = { type: `mute_${kind}`, message: { uid } }
  if (stream === undefined) {
    if (!isLive(belief)) return { pushes: [], told: { belief } }
    if (removed) return { pushes: [], told: { belief: belief === 'muted' ? 'gone' : 'never' } }
    return { pushes: belief === 'heard' ? [mute] : [], told: { belief: 'gone' } }
  }
  const pushes: Push[] = []
  if (!isLive(belief) || again || ssrc !== stream.ssrc) pushes.push(added(present, kind, stream))
  const believedMuted = belief === 'muted' || belief === 'gone'
  if (stream.muted && !believedMuted) pushes.push(mute)
  if (!stream.muted && believedMuted) pushes.push({ ...mute, type: `unmute_${kind}` })
  return { pushes, told: { belief: stream.muted ? 'muted' : 'heard', ssrc: stream.ssrc } }
}

function isLive(belief: Belief): boolean {
  return belief === 'heard' || belief === 'muted'
}

/** The SSRC must stand at the top; the SSRC of retransmissions goes under this name and no other. */
function added({ name, uid }: Present, kind: StreamKind, { ssrc, rtx }: Stream): Push {
  const retransmissions = kind === 'video' && rtx !== undefined ? { rtxSsrcId: rtx } : {}
  const message = { uid: name, uint_id: uid, ssrcId: ssrc, ...retransmissions }
  return { type: `on_add_${kind}_stream`, message }
}
