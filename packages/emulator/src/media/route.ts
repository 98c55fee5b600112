import type { Member } from './member.ts'
import { readRtcp, type SenderReport } from './rtcp-read.ts'
import { writeReceiverReport, writeRemb } from './rtcp-write.ts'
import { isRtcp, readRtp } from './rtp.ts'
import type { Subscription } from './subscription.ts'
import type { MediaKind } from './types.ts'

export type Audience = (id: string, kind: MediaKind) => Iterable<Subscription>

/** What publishers are told that the way can carry. Browsers begin far below and need no more for 1080p. */
const uplinkBitsPerSecond = 5_000_000

/**
 * One packet of a client: media to its audience, reports to its audience and an answer back, feedback to
 * whom it is about. Whatever is none of these, or broken, ends here.
 *
 * @param atMs - arrival, milliseconds of a steady clock
 */
export function routePacket(audience: Audience, member: Member, arrived: Arrived): void {
  const { packet, atMs } = arrived
  if (!member.takes(packet, atMs)) return
  if (!isRtcp(packet)) routeRtp(audience, member, arrived)
  for (const rtcp of readRtcp(packet)) {
    if (rtcp.type === 'senderReport') routeReport(audience, member, rtcp)
    else {
      const subscription = subscriptionOf(member, rtcp.ssrc)
      if (rtcp.type === 'nack') subscription?.forward.lost(rtcp.sequences)
      else subscription?.forward.askKeyFrame()
    }
  }
}

export interface Arrived {
  readonly packet: Buffer
  readonly atMs: number
}

function routeRtp(audience: Audience, member: Member, { packet, atMs }: Arrived): void {
  const header = readRtp(packet)
  const source = header && member.published.source(header.ssrc)
  if (!header || !source) return
  const { kind, ssrc } = source.stream
  const gate = member.gates[kind]
  source.reception.count(header, atMs)
  member.received[kind]++
  if (!gate.open) {
    member.gated[kind]++
    gate.dropped = true
    return
  }
  const arrival = { header, packet, atMs }
  for (const subscription of audience(member.id, kind)) {
    if (!subscription.active) subscription.skipped = true
    else if (source.repeats) subscription.forward.retransmission(arrival, ssrc)
    else subscription.forward.media(arrival)
  }
}

function routeReport(audience: Audience, member: Member, report: SenderReport): void {
  const source = member.published.source(report.ssrc)
  if (!source) return
  const { kind } = source.stream
  const answer = writeReceiverReport(source.reception.report(report))
  const remb = writeRemb(uplinkBitsPerSecond, member.published.ssrcs())
  member.send(kind, Buffer.concat([answer, remb]))
  if (source.repeats || !member.gates[kind].open) return
  for (const { active, forward } of audience(member.id, kind)) if (active) forward.report(report)
}

function subscriptionOf(member: Member, ssrc: number): Subscription | undefined {
  for (const one of member.subscriptions) if (one.active && one.forward.ssrc === ssrc) return one
  return undefined
}
