import { sha1 } from '#platform'

const blockLength = 64

/**
 * HMAC-SHA1 (RFC 2104), which Channel Keys 1-5 are signed with. SHA-1 no longer resists collisions;
 * HMAC does not need that of it, but new tokens should be 007 all the same.
 */
export function hmacSha1(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > blockLength ? sha1(key) : key
  const inner = padded(short, 0x36, message)
  return sha1(padded(short, 0x5c, sha1(inner)))
}

function padded(key: Uint8Array, pad: number, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(blockLength + rest.length).fill(pad, 0, blockLength)
  for (let i = 0; i < key.length; i++) bytes[i]! ^= key[i]!
  bytes.set(rest, blockLength)
  return bytes
}
