import type { Audit } from './audit.ts'
import type { Head } from './chain.ts'
import { type Cut, isCutProven } from './cut.ts'
import { authorityChain } from './note.ts'
import { begunIn, type ChainFault, ChainVerifier } from './verify-chain.ts'

/** What of a chain is not here any more: numbers 1 to `through`. */
export interface Archived {
  readonly through: number
  /** Unix seconds: of the last entry that is gone, and when it was cut */
  readonly until: number
  readonly at: number
  /** of the archive, the last one where there are several */
  readonly sha256: string
}

/** A chain that was read from its beginning, or where it was cut, to its end. */
export interface VerifiedChain {
  readonly chain: string
  /** how many are here */
  readonly entries: number
  /** of its last entry */
  readonly hash: string
  /** none: nothing was changed, taken out or moved */
  readonly faults: readonly ChainFault[]
  /** by whom has the master key */
  readonly archived?: Archived
}

interface Verifying {
  /** of heads and cuts; see `auditKeyOf` */
  readonly key: Uint8Array
  /** chains that must be there, by what is kept beside the audit: since when, Unix seconds */
  readonly expected?: ReadonlyMap<string, number>
  /** hears now and then how many entries were read */
  readonly onProgress?: (entries: number) => void
}

type Readable = Pick<Audit, 'heads' | 'read' | 'cuts'>

const atOnce = 1000

/**
 * Reads the audit, whole, from where its chains were cut. Anything that was changed, taken out, put in or moved is found,
 * unless by who has the master key too; and what is cut off at the end of all chains by who puts an older database in its
 * place, unless a head of later is known from elsewhere.
 */
export async function verifyAudit(
  audit: Readable,
  { key, expected = new Map(), onProgress = () => undefined }: Verifying,
): Promise<readonly VerifiedChain[]> {
  let read = 0
  const onEntry = () => {
    if (++read % 10_000 === 0) onProgress(read)
  }
  const start = await ends(audit)
  const [first] = await audit.read(authorityChain, 0, 1)
  if (start.heads.size + start.cuts.size === 0 && first === undefined) return []
  const authority = await verifyChain(audit, authorityChain, { ...start, key, onEntry })
  const verified = [authority.verified]
  const since = authority.cut?.since ?? first?.at ?? 0
  const others = [...expected].filter(([, at]) => at > since).map(([chain]) => chain)
  const begun = counted([...(authority.cut?.begun ?? []), ...authority.begun])
  for (const chain of new Set([
    ...begun.keys(),
    ...start.heads.keys(),
    ...start.cuts.keys(),
    ...others,
  ])) {
    if (chain === authorityChain) continue
    const own = await verifyChain(audit, chain, { ...start, key, onEntry })
    const again = (begun.get(chain) ?? 1) > 1
    const faults = again ? [...own.verified.faults, goneOnce(chain)] : own.verified.faults
    verified.push({ ...own.verified, faults })
  }
  onProgress(read)
  return verified
}

function counted(chains: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const chain of chains) counts.set(chain, (counts.get(chain) ?? 0) + 1)
  return counts
}

/** A chain that began twice was taken out whole in between. */
function goneOnce(chain: string): ChainFault {
  return { chain, seq: 1, what: 'missing' }
}

interface Ends {
  readonly heads: ReadonlyMap<string, Head>
  readonly cuts: ReadonlyMap<string, Cut>
}

async function ends(audit: Pick<Audit, 'heads' | 'cuts'>): Promise<Ends> {
  // in this order: a chain never ends before it was cut
  const cuts = new Map((await audit.cuts()).map((cut) => [cut.chain, cut]))
  const heads = new Map((await audit.heads()).map((head) => [head.chain, head]))
  return { heads, cuts }
}

interface Walking extends Ends {
  readonly key: Uint8Array
  readonly onEntry: () => void
}

interface Walked {
  readonly verified: VerifiedChain
  /** where it begins, if that is proven */
  readonly cut: Cut | undefined
  /** the chains that its entries say have begun */
  readonly begun: readonly string[]
}

/** What looks wrong in a chain that is being cut at the moment is looked at once more. */
async function verifyChain(audit: Readable, chain: string, walking: Walking): Promise<Walked> {
  for (let now = walking; ; ) {
    const walked = await walk(audit, chain, now)
    if (walked.verified.faults.length === 0) return walked
    const later = await ends(audit)
    if (later.cuts.get(chain)?.proof === now.cuts.get(chain)?.proof) return walked
    now = { ...now, ...later }
  }
}

async function walk(
  audit: Pick<Audit, 'read'>,
  chain: string,
  { heads, cuts, key, onEntry }: Walking,
): Promise<Walked> {
  const head = heads.get(chain)
  const kept = cuts.get(chain)
  const cut = kept !== undefined && isCutProven(key, kept) ? kept : undefined
  const verifier = new ChainVerifier(chain, cut)
  const begun: string[] = []
  let entries = 0
  for await (const entry of standing(audit, verifier, { chain, last: head?.seq })) {
    begun.push(...begunIn(entry))
    entries++
    onEntry()
  }
  const faults = [...verifier.end(head, key)]
  if (kept !== cut) faults.unshift({ chain, seq: kept!.seq, what: 'cut' })
  const { hash } = verifier.at
  const archived = cut && { archived: archivedBy(cut) }
  return { verified: { chain, entries, hash, faults, ...archived }, cut, begun }
}

/** @param last - what is written while it is read is for the next time */
async function* standing(
  audit: Pick<Audit, 'read'>,
  verifier: ChainVerifier,
  {
    chain,
    last = Number.POSITIVE_INFINITY,
  }: { readonly chain: string; readonly last?: number | undefined },
) {
  for (;;) {
    const page = await audit.read(chain, verifier.at.seq, atOnce)
    for (const entry of page) {
      if (entry.seq > last) return
      verifier.next(entry)
      yield entry
    }
    if (page.length < atOnce) return
  }
}

export function archivedBy({ seq, until, at, sha256 }: Cut): Archived {
  return { through: seq, until, at, sha256 }
}
