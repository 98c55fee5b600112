/** A way in which two texts for one thing come to differ. */
export type Change = 'case' | 'space' | 'unicode' | 'url' | 'quotes'

const folds: readonly (readonly [Change, (text: string) => string])[] = [
  ['case', (text) => text.toLowerCase()],
  ['space', (text) => text.replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, '')],
  ['unicode', (text) => text.normalize('NFKC')],
  ['url', (text) => decoded(decoded(text))],
  ['quotes', (text) => stripped(text, '"\'`\u201c\u201d')],
]

const longest = 512

/** What alone makes the two differ: one change, or two together; undefined when it is more. */
export function difference(a: string, b: string): readonly Change[] | undefined {
  if (a.length > longest || b.length > longest) return undefined
  for (const [name, fold] of folds) if (fold(a) === fold(b)) return [name]
  for (const [first, inner] of folds) {
    for (const [second, outer] of folds) {
      if (first !== second && outer(inner(a)) === outer(inner(b))) return [first, second]
    }
  }
  return undefined
}

const changes: readonly ((text: string) => string)[] = [
  (text) => text.toLowerCase(),
  (text) => text.toUpperCase(),
  (text) => text.charAt(0).toUpperCase() + text.slice(1),
  (text) => text.charAt(0).toLowerCase() + text.slice(1),
  (text) => text.replace(/\b\w/g, (letter) => letter.toUpperCase()),
  (text) => text.trim(),
  (text) => text.replace(/\s+/g, ''),
  (text) => `${text} `,
  (text) => ` ${text}`,
  (text) => `${text}\n`,
  (text) => text.normalize('NFC'),
  (text) => text.normalize('NFD'),
  decoded,
  encoded,
  (text) => text.replace(/ /g, '+'),
  (text) => stripped(text, '"\''),
  (text) => `"${text}"`,
  (text) => `'${text}'`,
]

/** Texts that `text` may have been on its other way through a program: one change, then two. Itself first. */
export function variants(text: string): Set<string> {
  const all = new Set([text])
  if (text.length > longest) return all
  for (const change of changes) all.add(change(text))
  for (const once of [...all]) for (const change of changes) all.add(change(once))
  return all
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '))
  } catch {
    return text
  }
}

function encoded(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    return text // half a surrogate pair
  }
}

/** Without the given characters at both ends. Not a RegExp: `x+$` takes quadratic time on a hostile text. */
export function stripped(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text[start]!)) start++
  return bare(text.slice(start), characters)
}

/** Without the given characters at the end. */
export function bare(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text[end - 1]!)) end--
  return text.slice(0, end)
}
