/** `bytes[from, to)` in memory of its own. (`slice` of a Node Buffer would share it.) */
export function copy(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const out = new Uint8Array(to - from)
  for (let i = from; i < to; i++) out[i - from] = bytes[i]!
  return out
}
