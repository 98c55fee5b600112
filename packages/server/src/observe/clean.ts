const longest = 256
const plain = /^[ -~]{0,256}$/
// C0, DEL, C1, line separators and direction marks: what can forge or hide lines on a terminal
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
const unsafe = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

// the beginning of a key of ours, wherever a client put it by mistake; see keys/key-text.ts
const key = /sym_[0-9A-Za-z]{12,}/g

/** A caller's text made fit for a log: at most 256 characters, nothing that moves a cursor, and no key. */
export function clean(text: string): string {
  if (plain.test(text) && !text.includes('sym_')) return text // nearly always, and quicker than a replace
  const kept = text.replace(key, 'sym_…')
  const bounded = kept.length > longest ? `${kept.slice(0, longest)}…` : kept
  return bounded.replace(unsafe, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
