/** The same exports as `node.ts`, from web standards and `@noble/hashes`: browsers, edge workers, anything else. */
import { md5 as nobleMd5, sha1 as nobleSha1 } from '@noble/hashes/legacy.js'
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

export function allocate(length: number): Uint8Array {
  return new Uint8Array(length)
}

export function sha256Into(data: Uint8Array, out: Uint8Array, at: number): void {
  out.set(nobleSha256(data), at)
}

export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data)
}

export function sha1(data: Uint8Array): Uint8Array {
  return nobleSha1(data)
}

export function md5Hex(text: string): string {
  return toHex(nobleMd5(encoder.encode(text)))
}

export function randomSalt(): number {
  const word = new Uint32Array(1)
  do crypto.getRandomValues(word)
  while ((word[0]! & 0x7fffffff) === 0)
  return word[0]! & 0x7fffffff
}

export function writeUtf8(text: string, out: Uint8Array, at: number): number {
  return encoder.encodeInto(text, out.subarray(at)).written
}

export function readUtf8(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to))
}

export function readLatin1(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let i = from; i < to; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

export function encodeBase64(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  return btoa(readLatin1(bytes, from, to))
}

export function decodeBase64Into(text: string, out: Uint8Array): number {
  let decoded: string
  try {
    decoded = atob(text)
  } catch {
    return -1
  }
  if (text === '' || btoa(decoded) !== text) return -1
  for (let i = 0; i < decoded.length; i++) out[i] = decoded.charCodeAt(i)
  return decoded.length
}

export function toHex(bytes: Uint8Array, from = 0, to: number = bytes.length): string {
  let text = ''
  for (let i = from; i < to; i++) text += (bytes[i]! + 256).toString(16).slice(1)
  return text
}
