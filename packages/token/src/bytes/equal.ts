/**
 * Whether two byte strings are equal, in a time that does not depend on where they differ.
 * JavaScript promises no constant time; this only avoids the early exit. See SECURITY.md.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}
