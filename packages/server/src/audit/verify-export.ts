import { beginning, type Head, hashOf } from './chain.ts'

/** A chain in an export. */
export interface ExportedChain {
  readonly chain: string
  readonly entries: number
  /** numbers of the first and the last entry */
  readonly from: number
  readonly to: number
  /** of the last entry: what an anchor of the log, or `audit verify` on the machine itself, is compared with */
  readonly hash: string
}

/** What became of exported chains. */
export interface VerifiedExport {
  /** in the order in which they begin */
  readonly chains: readonly ExportedChain[]
  /** line numbers, from 1, that do not follow what is before them in their chain */
  readonly faults: readonly number[]
}

/** Which entry a line says it is. */
export interface ExportedEntry extends Pick<Head, 'chain' | 'seq' | 'hash'> {
  /** letter by letter, as it was hashed */
  readonly body: string
}

interface Following {
  /** what the first lines of chains follow, by chain; others begin where they begin */
  readonly after?: ReadonlyMap<string, Start>
  /** which hash an entry must have, by chain: where this is repeated from elsewhere, all before it is too */
  readonly known?: ReadonlyMap<string, Pick<Head, 'seq' | 'hash'>>
  readonly onEntry?: (entry: ExportedEntry) => void
}

const line = /^\{"hash":"([\da-f]{64})","entry":(.*)\}$/s

/**
 * Follows the lines of exported chains, one after another or mixed. That nothing is missing at the end of a chain, and
 * before its first line where that is not number 1, the lines alone cannot show.
 *
 * @throws TypeError when there is no line
 */
export async function verifyExport(
  lines: AsyncIterable<string>,
  { after = new Map(), known = new Map(), onEntry = () => undefined }: Following = {},
): Promise<VerifiedExport> {
  const chains = new Map<string, ExportedChain>()
  const faults: number[] = []
  let number = 0
  for await (const text of lines) {
    if (text === '') continue
    number++
    const [, hash = '', body = ''] = line.exec(text) ?? []
    const entry = read(body)
    if (entry === undefined) {
      if (faults.length < mostFaults) faults.push(number)
      continue
    }
    const { chain, seq } = entry
    const own = chains.get(chain)
    const before =
      own === undefined ? startOf(entry, after.get(chain)) : { seq: own.to, hash: own.hash }
    const isOther = seq === known.get(chain)?.seq && hash !== known.get(chain)?.hash
    const isRight = before.hash === undefined || hashOf(before.hash, body) === hash
    const isNext = isRight && !isOther && seq === before.seq + 1
    if (!isNext && faults.length < mostFaults) faults.push(number)
    onEntry({ chain, seq, hash, body })
    const { from = seq, entries = 0 } = own ?? {}
    chains.set(chain, { chain, entries: entries + 1, from, to: seq, hash })
  }
  if (number === 0) throw new TypeError('there is no line in it')
  return { chains: [...chains.values()], faults }
}

const mostFaults = 100

export interface Start {
  readonly seq: number
  /** absent: nobody knows */
  readonly hash?: string
}

function startOf({ seq }: { readonly seq: number }, after: Start | undefined): Start {
  if (after !== undefined) return after
  return seq === 1 ? { seq: 0, hash: beginning } : { seq: seq - 1 }
}

function read(body: string): { readonly seq: number; readonly chain: string } | undefined {
  try {
    const { seq, chain } = JSON.parse(body)
    return Number.isSafeInteger(seq) && typeof chain === 'string' ? { seq, chain } : undefined
  } catch {
    return undefined
  }
}
