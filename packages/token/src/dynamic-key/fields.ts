/** Checks and encodings that the Channel Keys share. */

/** @throws TypeError when `value` is not a string, or holds half of a surrogate pair */
export function checkText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`)
  if (!value.isWellFormed()) throw new TypeError(`${name} holds half of a surrogate pair`)
}

/** Ten decimal digits, as times and uids stand in 001-004. */
export function tenDigits(value: number): string {
  return String(value).padStart(10, '0')
}

/** Eight lower-case hex digits, as the random number stands in 001-004. */
export function eightHex(value: number): string {
  return value.toString(16).padStart(8, '0')
}

/**
 * The bytes that hex text stands for, up to the first pair that is not hex: what `Buffer.from(text, 'hex')`
 * of the official Node library does, so a wrong App ID gives the same wrong key here.
 */
export function decodeHexLeniently(text: string): Uint8Array {
  const sound = /^(?:[0-9a-f]{2})*/i.exec(text)![0]
  return Uint8Array.from({ length: sound.length / 2 }, (_, i) =>
    Number.parseInt(sound.slice(i * 2, i * 2 + 2), 16),
  )
}
