import type { Media } from '../../media/media.ts'
import type {
  Layer,
  MediaAnswer,
  MediaKind,
  MediaOffer,
  PublishedStream,
  StreamChoice,
} from '../../media/types.ts'
import type { Gates } from '../../session/session.ts'
import { streamKinds } from './announce.ts'
import type { Push } from './envelope.ts'
import type { Member, Members } from './members.ts'
import { unheardAnswer } from './ortc.ts'

/**
 * Makes the SDK come again, and bring up a new association. 28 does so too from 4.20 on, but 4.18 does not know it.
 */
const comeAgain: Push = { type: 'on_notification', message: { code: 9 } }

/** The media plane as seen from the edge, in its members; does nothing where there is none. */
export class MediaSide {
  private readonly plane: Media | undefined

  constructor(plane: Media | undefined, members: Members) {
    this.plane = plane
    const again = (id: string) => members.withMediaId(id)?.line.push(comeAgain)
    const lost = new Set<string>()
    plane?.on('lost', ({ ids }) => {
      for (const id of ids) lost.add(id)
    })
    plane?.on('ready', () => {
      for (const id of lost) again(id)
      lost.clear()
    })
    plane?.on('failed', ({ id }) => again(id))
  }

  async connect({ mediaId, session }: Member, offer: MediaOffer): Promise<MediaAnswer> {
    if (this.plane === undefined) return unheardAnswer(offer)
    const answer = await this.plane.connect(mediaId, offer)
    if (session.state === 'ended')
      this.plane.disconnect(mediaId) // it ended meanwhile
    else this.gate({ mediaId }, session.gates)
    return answer
  }

  disconnect({ mediaId }: Member): void {
    this.plane?.disconnect(mediaId)
  }

  publish({ mediaId }: Member, streams: readonly PublishedStream[]): void {
    this.plane?.publish(mediaId, streams)
  }

  unpublish({ mediaId }: Member, choices: readonly StreamChoice[]): void {
    this.plane?.unpublish(mediaId, choices)
  }

  subscribe({ mediaId: id }: Member, { mediaId: from }: Member, kind: MediaKind): void {
    this.plane?.subscribe({ id, from, kind })
  }

  unsubscribe({ mediaId: id }: Member, { mediaId: from }: Member, kind: MediaKind): void {
    this.plane?.unsubscribe({ id, from, kind })
  }

  chooseLayer({ mediaId: id }: Member, { mediaId: from }: Member, layer: Layer): void {
    this.plane?.chooseLayer({ id, from }, layer)
  }

  gate({ mediaId }: Pick<Member, 'mediaId'>, gates: Gates): void {
    for (const kind of streamKinds) this.plane?.gate(mediaId, kind, gates[kind])
  }
}
