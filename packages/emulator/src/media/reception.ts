import type { SenderReport } from './rtcp-read.ts'
import type { ReportBlock } from './rtcp-write.ts'
import { type RtpHeader, unwrapSequence } from './rtp.ts'

/** What has arrived of one SSRC, for the reports its sender gets back (RFC 3550 appendix A.3 and A.8). */
export interface Reception {
  /** @param atMs - arrival, milliseconds of any steady clock */
  readonly count: (header: RtpHeader, atMs: number) => void
  /** The answer to one sender report; the fraction lost is counted from here on anew. */
  readonly report: (report: SenderReport) => ReportBlock
}

export function reception(ssrc: number, clockRate: number): Reception {
  let first: number | undefined
  let highest = 0
  let received = 0
  let before = { expected: 0, received: 0 }
  let jitter = 0
  let transit: number | undefined

  return {
    count(header, atMs) {
      const sequence =
        first === undefined ? header.sequence : unwrapSequence(header.sequence, highest)
      first ??= sequence
      highest = received === 0 ? sequence : Math.max(highest, sequence)
      received++
      const now = (Math.round((atMs * clockRate) / 1000) - header.timestamp) | 0
      if (transit !== undefined) jitter += (Math.abs((now - transit) | 0) - jitter) / 16
      transit = now
    },
    report(report) {
      const expected = first === undefined ? 0 : highest - first + 1
      const wanted = expected - before.expected
      const lost = Math.max(0, wanted - (received - before.received))
      before = { expected, received }
      return {
        ssrc,
        fractionLost: wanted > 0 ? Math.min(255, Math.floor((lost * 256) / wanted)) : 0,
        cumulativeLost: Math.min(0x7fffff, Math.max(0, expected - received)),
        highest: highest >>> 0,
        jitter: Math.floor(jitter) >>> 0,
        lastReport: (((report.ntpSeconds & 0xffff) << 16) | (report.ntpFraction >>> 16)) >>> 0,
      }
    },
  }
}
