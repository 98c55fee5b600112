import { createHmac, timingSafeEqual } from 'node:crypto'

/** Where a chain was cut: its entries up to there are in an archive, and here no more. */
export interface Cut {
  readonly chain: string
  /** of the last entry that is gone */
  readonly seq: number
  readonly hash: string
  /** Unix seconds: of the first entry that the chain ever had, and of the last that is gone */
  readonly since: number
  readonly until: number
  /** which chains had begun by then; of the authority's chain alone, for entries of it say so */
  readonly begun: readonly string[]
  /** 64 hexadecimal characters: SHA-256 of the archive */
  readonly sha256: string
  /** Unix seconds: when it was cut */
  readonly at: number
  /** HMAC-SHA256 of the others: without the master key nobody makes entries vanish */
  readonly proof: string
}

/** Its text is JSON, which that of a head never is: neither proves the other. */
export function cutProofOf(key: Uint8Array, cut: Omit<Cut, 'proof'>): string {
  const { chain, seq, hash, since, until, begun, sha256, at } = cut
  const text = JSON.stringify(['cut', chain, seq, hash, since, until, begun, sha256, at])
  return createHmac('sha256', key).update(text).digest('hex')
}

export function isCutProven(key: Uint8Array, cut: Cut): boolean {
  const [own, kept] = [Buffer.from(cutProofOf(key, cut)), Buffer.from(cut.proof)]
  return own.length === kept.length && timingSafeEqual(own, kept)
}

/** The database failed while it made a cut last, and does not say whether it is made. */
export class UnsureCut extends Error {
  override readonly name = 'UnsureCut' as const

  constructor(cause: unknown) {
    super('nobody can say whether the audit was cut', { cause })
  }
}
