const maxUint64 = 2n ** 64n - 1n
const maxUint32 = 0xffff_ffffn

/** A number, or why Go's `strconv.ParseUint` refuses the text. */
export type ParsedUint = { readonly value: number } | { readonly problem: string }

/**
 * `uint32(strconv.ParseUint(text, 10, 64))`: digits only. A number from 2³² up is out of range;
 * with `wrap`, only from 2⁶⁴ up, and below that the lowest 32 bits count, as in the originals.
 */
export function parseUint(text: string, { wrap }: { wrap: boolean }): ParsedUint {
  if (!/^\d+$/.test(text)) return { problem: problem(text, 'invalid syntax') }
  const value = BigInt(text)
  if (value > (wrap ? maxUint64 : maxUint32))
    return { problem: problem(text, 'value out of range') }
  return { value: Number(value & maxUint32) }
}

function problem(text: string, reason: string): string {
  return `strconv.ParseUint: parsing ${JSON.stringify(text)}: ${reason}`
}
