import type { Audit } from '../audit.ts'
import type { Head } from '../chain.ts'
import { readExport } from '../read-export.ts'
import { type ExportedChain, type ExportedEntry, verifyExport } from '../verify-export.ts'

/** A chain of which archives have entries. */
export interface JoinedChain extends ExportedChain {
  /** none: what is here follows what is there, and all of that is proven */
  readonly fault?: 'ends elsewhere' | 'ends early' | 'first line'
}

export interface JoinedArchives {
  readonly chains: readonly JoinedChain[]
  /** lines that do not follow what is before them */
  readonly faults: readonly { readonly file: string; readonly line: number }[]
}

interface Known extends ExportedChain {
  /** of the file that has its first line here */
  readonly sha256: string
}

/**
 * Follows archives, the oldest first, and says of each of their chains whether what is kept goes on where they end.
 *
 * @param onEntry - hears of every entry in them
 */
export async function joinArchives(
  audit: Pick<Audit, 'cutOf' | 'read'>,
  files: readonly string[],
  onEntry: (entry: ExportedEntry) => void = () => undefined,
): Promise<JoinedArchives> {
  const known = new Map<string, Known>()
  const faults: { file: string; line: number }[] = []
  for (const file of files) {
    const after = new Map(
      [...known.values()].map(({ chain, to, hash }) => [chain, { seq: to, hash }]),
    )
    const { lines, measured } = readExport(file)
    const verified = await verifyExport(lines, { after, onEntry })
    for (const line of verified.faults) faults.push({ file, line })
    const { sha256 } = measured()
    for (const own of verified.chains)
      known.set(own.chain, longer(known.get(own.chain), own, sha256))
  }
  const chains: JoinedChain[] = []
  for (const { sha256, ...own } of known.values()) {
    const fault = await faultOf(audit, own, sha256)
    chains.push({ ...own, ...(fault !== undefined && { fault }) })
  }
  return { chains, faults }
}

function longer(before: Known | undefined, own: ExportedChain, sha256: string): Known {
  if (before === undefined) return { ...own, sha256 }
  return { ...own, entries: before.entries + own.entries, from: before.from, sha256: before.sha256 }
}

/** What the first line follows is in an older archive; without that the digest of the file proves it, which the cut has. */
async function faultOf(
  audit: Pick<Audit, 'cutOf' | 'read'>,
  { chain, from, to, hash }: ExportedChain,
  sha256: string,
): Promise<JoinedChain['fault']> {
  const cut = await audit.cutOf(chain)
  if (cut !== undefined && to < cut.seq) return 'ends early'
  const there: Pick<Head, 'hash'> | undefined =
    cut?.seq === to ? cut : (await audit.read(chain, to - 1, 1)).find(({ seq }) => seq === to)
  if (there?.hash !== hash) return 'ends elsewhere'
  return from > 1 && cut?.sha256 !== sha256 ? 'first line' : undefined
}
