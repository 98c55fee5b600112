/** A text in which `*` stands for any run of characters, none included, ready to be compared. */
export interface Glob {
  readonly text: string
  /** without any `*` */
  readonly literal: boolean
  /** what stands before the first `*`, and after the last */
  readonly prefix: string
  readonly suffix: string
  /** what stands between two, in this order */
  readonly middles: readonly Word[]
}

/** A word, and for each of its characters how much of it is still matched when the next one is not (Knuth, Morris, Pratt). */
interface Word {
  readonly text: string
  readonly failure: readonly number[]
}

export function globOf(text: string): Glob {
  const parts = text.split('*')
  const literal = parts.length === 1
  const middles = parts.slice(1, -1).filter((part) => part !== '')
  return {
    text,
    literal,
    prefix: parts[0]!,
    suffix: literal ? '' : parts.at(-1)!,
    middles: middles.map(wordOf),
  }
}

/**
 * Whether every text that `asked` stands for is one that `glob` stands for too. `asked` may be a name, or hold `*`
 * itself: nothing but a `*` of the glob can stand for that one, so comparing the two as they are written is enough.
 * One pass over the text, whatever is in it.
 */
export function contains(glob: Glob, asked: string): boolean {
  const { text, literal, prefix, suffix, middles } = glob
  if (literal) return text === asked
  if (asked.length < prefix.length + suffix.length) return false
  if (!asked.startsWith(prefix) || !asked.endsWith(suffix)) return false
  const end = asked.length - suffix.length
  let at = prefix.length
  for (const word of middles) {
    at = behind(word, asked, { from: at, end })
    if (at < 0) return false
  }
  return true
}

/** Whether there is a text that both stand for. */
export function overlaps(glob: Glob, asked: string): boolean {
  if (!asked.includes('*')) return contains(glob, asked)
  const other = globOf(asked)
  if (glob.literal) return contains(other, glob.text)
  // between its ends each of the two takes anything, so what the other wants there can stand there
  const { prefix, suffix } = glob
  const starts = prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix)
  return starts && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix))
}

/** Where the first such word between `from` and `end` is over; -1 when there is none. */
function behind(
  { text, failure }: Word,
  within: string,
  { from, end }: { readonly from: number; readonly end: number },
): number {
  let matched = 0
  for (let at = from; at < end; at++) {
    while (matched > 0 && within[at] !== text[matched]) matched = failure[matched - 1]!
    if (within[at] === text[matched]) matched++
    if (matched === text.length) return at + 1
  }
  return -1
}

function wordOf(text: string): Word {
  const failure = [0]
  let matched = 0
  for (let at = 1; at < text.length; at++) {
    while (matched > 0 && text[at] !== text[matched]) matched = failure[matched - 1]!
    if (text[at] === text[matched]) matched++
    failure.push(matched)
  }
  return { text, failure }
}
