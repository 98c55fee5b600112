import { allocate, sha256, sha256Into } from '#platform'

/** SHA-256's block, and so the room for the key before every message. */
export const keyRoom = 64

/**
 * HMAC-SHA256 (RFC 2104) of messages that stand in a buffer behind 64 free bytes. Composing it from
 * one-shot hashes costs a quarter of `createHmac`, and works alike on every platform.
 */
export class Hmac {
  private readonly outer: Uint8Array = allocate(keyRoom + 32)
  private viewed: Uint8Array | undefined
  private readonly views: Uint8Array[] = []

  /** Writes the key's two pads: one into `bytes[0, 64)`, the other is kept here. */
  setKey(bytes: Uint8Array, key: Uint8Array): void {
    const short = key.length > keyRoom ? sha256(key) : key
    const { outer } = this
    for (let i = 0; i < short.length; i++) {
      bytes[i] = short[i]! ^ 0x36
      outer[i] = short[i]! ^ 0x5c
    }
    for (let i = short.length; i < keyRoom; i++) {
      bytes[i] = 0x36
      outer[i] = 0x5c
    }
  }

  /** Writes the HMAC of `bytes[64, end)` to `out` at `at`; the pad must still stand before it. */
  digest(bytes: Uint8Array, end: number, out: Uint8Array, at: number): void {
    sha256Into(this.view(bytes, end), this.outer, keyRoom)
    sha256Into(this.outer, out, at)
  }

  /** `bytes[0, end)`. A view costs as much as half a hash, so those of the usual lengths are kept. */
  private view(bytes: Uint8Array, end: number): Uint8Array {
    if (end > 1024) return bytes.subarray(0, end)
    if (this.viewed !== bytes) {
      this.viewed = bytes
      this.views.length = 0
    }
    const kept = this.views[end]
    if (kept !== undefined) return kept
    const view = bytes.subarray(0, end)
    this.views[end] = view
    return view
  }
}

/** HMAC-SHA256, 32 bytes. */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const hmac = new Hmac()
  const bytes = allocate(keyRoom + message.length)
  const out = allocate(32)
  hmac.setKey(bytes, key)
  bytes.set(message, keyRoom)
  hmac.digest(bytes, bytes.length, out, 0)
  return out
}
