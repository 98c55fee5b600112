import { beginning, hashOf } from './chain.ts'

/** What became of an exported chain. */
export interface VerifiedExport {
  readonly chain: string
  readonly entries: number
  /** numbers of the first and the last entry */
  readonly from: number
  readonly to: number
  /** of the last entry: what an anchor of the log, or `audit verify` on the machine itself, is compared with */
  readonly hash: string
  /** line numbers, from 1, that do not follow what is before them */
  readonly faults: readonly number[]
}

const line = /^\{"hash":"([\da-f]{64})","entry":(.*)\}$/

/**
 * Follows the lines of one exported chain. That nothing is missing at the end, and before the first line where that is not
 * number 1, the lines alone cannot show.
 *
 * @throws TypeError when there is no line
 */
export async function verifyExport(lines: AsyncIterable<string>): Promise<VerifiedExport> {
  const faults: number[] = []
  let number = 0
  let last: { readonly seq: number; readonly hash: string; readonly chain: string } | undefined
  let first = 0
  for await (const text of lines) {
    if (text === '') continue
    number++
    const [, hash, body = ''] = line.exec(text) ?? []
    const { seq, chain } = read(body)
    const before = last?.hash ?? (seq === 1 ? beginning : undefined)
    const follows = last === undefined || (seq === last.seq + 1 && chain === last.chain)
    const isRight = hash !== undefined && (before === undefined || hashOf(before, body) === hash)
    if ((!isRight || !follows) && faults.length < mostFaults) faults.push(number)
    if (last === undefined) first = seq
    last = { seq, hash: hash ?? '', chain }
  }
  if (last === undefined) throw new TypeError('there is no line in it')
  return { chain: last.chain, entries: number, from: first, to: last.seq, hash: last.hash, faults }
}

const mostFaults = 100

function read(body: string): { readonly seq: number; readonly chain: string } {
  try {
    const { seq, chain } = JSON.parse(body)
    return { seq: Number(seq), chain: String(chain) }
  } catch {
    return { seq: Number.NaN, chain: '' }
  }
}
