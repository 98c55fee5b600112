import type { Audit } from '../audit.ts'
import { beginning, type Head, isProven } from '../chain.ts'
import type { Cut } from '../cut.ts'
import { ArchiveError } from './archive-error.ts'

/** The entries of one chain that are to be archived. */
export interface ArchivePart {
  readonly chain: string
  /** numbers of the first and the last of them */
  readonly from: number
  readonly through: number
  /** what the first of them follows */
  readonly after: Pick<Head, 'seq' | 'hash'>
  /** where the chain is cut yet */
  readonly cut: Cut | undefined
}

interface Planning {
  readonly key: Uint8Array
  /** Unix seconds: what is older */
  readonly until: number
  /** of this chain alone */
  readonly chain?: string | undefined
}

/**
 * What is older than an instant, chain by chain. The newest entry of a chain stays, for its head is of it.
 *
 * @throws ArchiveError `AUDIT_FAULTY` when the end of a chain, or where it was cut, is not proven
 */
export async function planArchive(
  audit: Pick<Audit, 'heads' | 'cuts' | 'cutOf' | 'find'>,
  { key, until, chain: only }: Planning,
): Promise<readonly ArchivePart[]> {
  const parts: ArchivePart[] = []
  const cuts = new Map((await audit.cuts()).map((cut) => [cut.chain, cut]))
  const heads = (await audit.heads()).filter(({ chain }) => only === undefined || chain === only)
  for (const head of heads) {
    const { chain } = head
    const cut = await audit.cutOf(chain)
    if (cut === undefined && cuts.has(chain)) throw faulty(chain, 'where it was cut is not proven')
    if (!isProven(key, head)) throw faulty(chain, 'its end is not proven')
    const [last] = await audit.find({ chain, until, limit: 1 })
    const after = { seq: cut?.seq ?? 0, hash: cut?.hash ?? beginning }
    const through = Math.min(last?.seq ?? 0, head.seq - 1)
    if (through > after.seq) parts.push({ chain, from: after.seq + 1, through, after, cut })
  }
  return parts
}

/** What nobody can prove is not taken away. */
export function faulty(chain: string, what: string): ArchiveError {
  const message = `the chain of ${chain || 'the authority'} is not whole: ${what}`
  const fix = 'symbolon audit verify says more. Nothing was taken out.'
  return new ArchiveError('AUDIT_FAULTY', message, fix)
}
