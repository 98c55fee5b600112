import { type AuditEntry, beginning, type Head, hashOf, isProven } from './chain.ts'

/** What is wrong with a chain, and where. */
export interface ChainFault {
  readonly chain: string
  /** the entry that does not fit, or the first that is missing */
  readonly seq: number
  readonly what: 'missing' | 'changed' | 'cut off' | 'head' | 'cut'
}

/** Goes along a chain, entry by entry in the order of their numbers, and says what does not fit. Pure but for its place. */
export class ChainVerifier {
  readonly faults: ChainFault[] = []
  private readonly chain: string
  private seq: number
  private hash: string
  /** something was there to follow what it began behind */
  private isBegun: boolean

  /** @param from - where to begin: an entry that is known to be right, and not to be the last; default: the beginning */
  constructor(chain: string, from: Pick<Head, 'seq' | 'hash'> = { seq: 0, hash: beginning }) {
    this.chain = chain
    this.seq = from.seq
    this.hash = from.hash
    this.isBegun = from.seq === 0
  }

  /** How far it went. */
  get at(): Pick<Head, 'seq' | 'hash'> {
    return { seq: this.seq, hash: this.hash }
  }

  next(entry: AuditEntry): void {
    const expected = this.seq + 1
    this.isBegun = true
    if (entry.seq !== expected) this.fault(expected, 'missing')
    else if (!fits(entry, this.hash)) this.fault(entry.seq, 'changed')
    this.seq = entry.seq
    this.hash = entry.hash // what follows is judged by what stands here
  }

  /** Nothing follows. @param head - what is kept of the chain's end; proven with `key` */
  end(head: Head | undefined, key: Uint8Array): readonly ChainFault[] {
    if (!this.isBegun || (head !== undefined && head.seq > this.seq))
      this.fault(this.seq + 1, 'cut off')
    else if (head?.seq !== this.seq || head.hash !== this.hash || !isProven(key, head)) {
      this.fault(this.seq, 'head')
    }
    return this.faults
  }

  private fault(seq: number, what: ChainFault['what']): void {
    if (this.faults.length < mostFaults) this.faults.push({ chain: this.chain, seq, what })
  }
}

const mostFaults = 100

/** What stands beside the body, for finding it, must say the same as the body. */
function fits({ chain, seq, at, action, body, hash }: AuditEntry, before: string): boolean {
  if (hashOf(before, body) !== hash) return false
  const said = parsed(body)
  if (said?.chain !== chain || said.seq !== seq || said.at !== at) return false
  return (
    said.action === action && (action !== 'chain.begun' || typeof said.about?.chain === 'string')
  )
}

/** Which chain an entry says has begun; none where somebody changed it, which is a fault of its own. */
export function begunIn({ action, body }: Pick<AuditEntry, 'action' | 'body'>): string[] {
  const begun = action === 'chain.begun' ? parsed(body)?.about?.chain : undefined
  return typeof begun === 'string' ? [begun] : []
}

interface Said extends Partial<Omit<AuditEntry, 'body' | 'hash'>> {
  readonly about?: { readonly chain?: unknown } | null
}

function parsed(body: string): Said | undefined {
  try {
    return JSON.parse(body) ?? undefined
  } catch {
    return undefined
  }
}
