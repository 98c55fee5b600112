import { createHash } from 'node:crypto'
import type { Audit } from '../audit.ts'
import { beginning, type Head } from '../chain.ts'
import { readExport } from '../read-export.ts'
import {
  type ExportedChain,
  type ExportedEntry,
  type Start,
  verifyExport,
} from '../verify-export.ts'

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

/** What was read of a chain. */
interface Known extends ExportedChain {
  /** of the text of its first entry; absent: archives have two */
  readonly first: string | undefined
  /** of the files that begin with that one */
  readonly files: readonly string[]
}

/**
 * Follows archives, the oldest first, and says of each of their chains whether what is kept goes on where they end. What an
 * older one has too is passed over: so it is where an archive was written and nothing was cut, or a backup was older than it.
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
  for (const [nth, file] of files.entries()) {
    const read = await readArchive(file, { known, before: files.slice(0, nth), onEntry })
    for (const line of read.faults) faults.push({ file, line })
    for (const own of read.chains) known.set(own.chain, longer(known.get(own.chain), own))
  }
  const chains: JoinedChain[] = []
  for (const { first: _, files: digests, ...own } of known.values()) {
    const fault = await faultOf(audit, own, digests)
    chains.push({ ...own, ...(fault !== undefined && { fault }) })
  }
  return { chains, faults }
}

interface Reading {
  readonly known: ReadonlyMap<string, Known>
  /** those that were read */
  readonly before: readonly string[]
  readonly onEntry: (entry: ExportedEntry) => void
}

interface ReadArchive {
  readonly chains: readonly Known[]
  readonly faults: readonly number[]
}

/** Where entries are repeated is known once it was read, and it is followed once more then. */
async function readArchive(
  file: string,
  { known, before, onEntry }: Reading,
): Promise<ReadArchive> {
  const { lines, measured } = readExport(file)
  const firsts = new Map<string, string>()
  const after = new Map<string, Start>()
  for (const { chain, to, hash } of known.values()) after.set(chain, { seq: to, hash })
  const verified = await verifyExport(lines, {
    after,
    onEntry: (entry) => {
      if (!firsts.has(entry.chain)) firsts.set(entry.chain, digestOf(entry.body))
      onEntry(entry)
    },
  })
  const { sha256 } = measured()
  const chains = verified.chains.map((own) => {
    return { ...own, first: firsts.get(own.chain), files: [sha256] }
  })
  const repeated = verified.chains.filter(({ chain, from }) => {
    const own = known.get(chain)
    return own !== undefined && from >= own.from && from <= own.to
  })
  if (repeated.length === 0) return { chains, faults: verified.faults }
  const { starts, ends } = await lookBack(before, repeated, known)
  const again = { after: new Map([...after, ...starts]), known: ends }
  return { chains, faults: (await verifyExport(readExport(file).lines, again)).faults }
}

/** What stood in older archives before the first of the repeated entries, and as the last of them. */
async function lookBack(
  files: readonly string[],
  repeated: readonly ExportedChain[],
  known: ReadonlyMap<string, Known>,
) {
  const starts = new Map<string, Start>()
  const ends = new Map<string, Pick<Head, 'seq' | 'hash'>>()
  const wanted = new Map<string, { readonly start: number; readonly end: number }>()
  for (const { chain, from, to } of repeated) {
    const end = Math.min(to, known.get(chain)!.to)
    wanted.set(chain, { start: from - 1, end })
    ends.set(chain, { seq: end, hash: 'missing' })
    starts.set(chain, { seq: from - 1, ...(from === 1 && { hash: beginning }) })
  }
  const onEntry = ({ chain, seq, hash }: ExportedEntry) => {
    const wish = wanted.get(chain)
    if (seq === wish?.start) starts.set(chain, { seq, hash })
    if (seq === wish?.end) ends.set(chain, { seq, hash })
  }
  for (const file of files) await verifyExport(readExport(file).lines, { onEntry })
  return { starts, ends }
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** Of two that begin with the same number one may have an entry that was changed: then neither proves it. */
function longer(before: Known | undefined, own: Known): Known {
  if (before === undefined) return own
  const repeated = Math.max(0, Math.min(own.to, before.to) - own.from + 1)
  const isSame = own.first === before.first
  return {
    ...before,
    ...(own.to > before.to && { to: own.to, hash: own.hash }),
    entries: before.entries + own.entries - repeated,
    ...(own.from === before.from && {
      first: isSame ? before.first : undefined,
      files: isSame ? [...before.files, ...own.files] : [],
    }),
  }
}

/** What the first line follows is in an older archive; without that the digest of the file proves it, which the cut has. */
async function faultOf(
  audit: Pick<Audit, 'cutOf' | 'read'>,
  { chain, from, to, hash }: ExportedChain,
  files: readonly string[],
): Promise<JoinedChain['fault']> {
  const cut = await audit.cutOf(chain)
  if (cut !== undefined && to < cut.seq) return 'ends early'
  const there: Pick<Head, 'hash'> | undefined =
    cut?.seq === to ? cut : (await audit.read(chain, to - 1, 1)).find(({ seq }) => seq === to)
  if (there?.hash !== hash) return 'ends elsewhere'
  return from > 1 && !files.includes(cut?.sha256 ?? '') ? 'first line' : undefined
}
