/**
 * Whether `text` matches `pattern`, in which `*` stands for any run of characters, none included.
 * An empty pattern matches everything: an unbound uid, a blank channel. Iterative, at most
 * pattern × text steps, never a RegExp: a hostile pattern costs microseconds.
 *
 * @see seed 001 "Generate wildcard tokens": `0`, `*` and `1*a*2` for uid, `*`, blank and patterns for channel
 */
export function matches(pattern: string, text: string): boolean {
  if (pattern === '' || pattern === '*') return true
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    // the star is looked at first: a text may hold one too
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Whether a channel or uid text names more than one: blank, or with a `*`. */
export function isWildcard(text: string): boolean {
  return text === '' || text.includes('*')
}
