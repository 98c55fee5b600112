import { utf8 } from './utf8.ts'

const table: Uint32Array = /* @__PURE__ */ makeTable()

/**
 * CRC-32 (IEEE, reflected 0xEDB88320) of the UTF-8 bytes, as an unsigned number.
 * 006 tokens carry it of channel and uid. It proves a difference, never an equality.
 */
export function crc32(text: string): number {
  let crc = -1
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return crc32Wide(text)
    crc = table[(crc ^ unit) & 255]! ^ (crc >>> 8)
  }
  return ~crc >>> 0
}

function crc32Wide(text: string): number {
  const bytes = utf8(text)
  return crc32Bytes(bytes, 0, bytes.length)
}

/** As {@link crc32}, of `bytes[from, to)`. */
export function crc32Bytes(bytes: Uint8Array, from: number, to: number): number {
  let crc = -1
  for (let i = from; i < to; i++) crc = table[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
    return value
  })
}
