import { type PayloadNames, translatePayloads } from './codecs.ts'
import { Forward } from './forward.ts'
import type { Layers } from './layer-choice.ts'
import type { Member } from './member.ts'
import { writeNack, writePli } from './rtcp-write.ts'
import type { MediaKind } from './types.ts'

/** Who gets what of whom. Kept when it ends, since the numbers of its flow must go on when it begins again. */
export interface Subscription {
  readonly from: string
  readonly kind: MediaKind
  readonly subscriber: Member
  readonly forward: Forward
  active: boolean
  /** packets were kept from the subscriber while it was not active */
  skipped: boolean
}

interface SubscriptionParts {
  readonly from: string
  readonly kind: MediaKind
  readonly subscriber: Member
  /** the publisher's association of now: it may come and go */
  readonly publisher: () => Member | undefined
}

const nothing: Layers = {}

export function subscription({
  from,
  kind,
  subscriber,
  publisher,
}: SubscriptionParts): Subscription {
  const payloadType = payloadTranslator(publisher, subscriber.names)
  const toPublisher = (packet: Buffer) => {
    const member = publisher()
    // what is dropped at the gate need not be asked for
    if (member?.gates[kind].open) member.send(kind, packet)
  }
  const forward = new Forward({
    kind,
    layers: () => publisher()?.published.layers(kind) ?? nothing,
    codec: (number) => publisher()?.names.get(number) ?? '',
    payloadType,
    deliver: (packet) => subscriber.send(kind, packet),
    askKeyFrame: (ssrc) => toPublisher(writePli(ssrc)),
    askAgain: (ssrc, sequences) => toPublisher(writeNack(ssrc, sequences)),
  })
  return { from, kind, subscriber, forward, active: false, skipped: false }
}

/** Browsers may number one codec differently. The table is made once for each association of the publisher. */
function payloadTranslator(publisher: () => Member | undefined, to: PayloadNames) {
  let known: PayloadNames | undefined
  let table: ReadonlyMap<number, number> = new Map()
  return (number: number) => {
    const names = publisher()?.names
    if (names && names !== known) {
      known = names
      table = translatePayloads(names, to)
    }
    return table.get(number)
  }
}
