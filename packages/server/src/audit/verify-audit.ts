import type { Audit } from './audit.ts'
import type { Head } from './chain.ts'
import { authorityChain } from './note.ts'
import { type ChainFault, ChainVerifier } from './verify-chain.ts'

/** A chain that was read from its beginning to its end. */
export interface VerifiedChain {
  readonly chain: string
  readonly entries: number
  /** of its last entry */
  readonly hash: string
  /** none: nothing was changed, taken out or moved */
  readonly faults: readonly ChainFault[]
}

interface Verifying {
  /** of heads; see `auditKeyOf` */
  readonly key: Uint8Array
  /** chains that must be there, by what is kept beside the audit: since when, Unix seconds */
  readonly expected?: ReadonlyMap<string, number>
  /** hears now and then how many entries were read */
  readonly onProgress?: (entries: number) => void
}

const atOnce = 1000

/**
 * Reads the audit, whole. Anything that was changed, taken out, put in or moved is found, unless by who has the master key
 * too; and what is cut off at the end of all chains by who puts an older database in its place, unless a head of later is
 * known from elsewhere.
 */
export async function verifyAudit(
  audit: Pick<Audit, 'heads' | 'read'>,
  { key, expected = new Map(), onProgress = () => undefined }: Verifying,
): Promise<readonly VerifiedChain[]> {
  const heads = new Map((await audit.heads()).map((head) => [head.chain, head]))
  const begun = new Map<string, number>()
  const verified: VerifiedChain[] = []
  let read = 0
  const verify = async (chain: string) => {
    const { verifier, entries } = await walk(audit, chain, {
      head: heads.get(chain),
      seen: (action, body) => {
        if (action === 'chain.begun') note(begun, JSON.parse(body).about.chain)
        if (++read % 10_000 === 0) onProgress(read)
      },
    })
    const again = (begun.get(chain) ?? 1) > 1
    const faults = [...verifier.end(heads.get(chain), key), ...(again ? [goneOnce(chain)] : [])]
    verified.push({ chain, entries, hash: verifier.at.hash, faults })
  }
  const [first] = await audit.read(authorityChain, 0, 1)
  if (heads.size === 0 && first === undefined) return verified
  await verify(authorityChain)
  const since = first?.at ?? 0
  const others = [...expected].filter(([, at]) => at > since).map(([chain]) => chain)
  for (const chain of new Set([...begun.keys(), ...heads.keys(), ...others])) {
    if (chain !== authorityChain) await verify(chain)
  }
  onProgress(read)
  return verified
}

function note(counts: Map<string, number>, chain: string): void {
  counts.set(chain, (counts.get(chain) ?? 0) + 1)
}

/** A chain that began twice was taken out whole in between. */
function goneOnce(chain: string): ChainFault {
  return { chain, seq: 1, what: 'missing' }
}

interface Walking {
  /** what is written while it is read is for the next time */
  readonly head: Head | undefined
  readonly seen: (action: string, body: string) => void
}

async function walk(audit: Pick<Audit, 'read'>, chain: string, { head, seen }: Walking) {
  const verifier = new ChainVerifier(chain)
  const last = head?.seq ?? Number.POSITIVE_INFINITY
  let entries = 0
  for (;;) {
    const page = await audit.read(chain, verifier.at.seq, atOnce)
    for (const entry of page) {
      if (entry.seq > last) return { verifier, entries }
      verifier.next(entry)
      seen(entry.action, entry.body)
      entries++
    }
    if (page.length < atOnce) return { verifier, entries }
  }
}
