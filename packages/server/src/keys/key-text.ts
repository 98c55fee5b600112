import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { NewKey } from './api-key.ts'

const prefix = 'sym_'
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretLength = 43 // 62^43 > 2^256
const checkLength = 6 // 62^6 > 2^32

/**
 * A new key: `sym_`, 256 random bits and their CRC-32, both in the 62 letters and digits. Whoever scans for leaked
 * secrets finds it by its beginning and is sure of it by its end; so is one that was mistyped.
 */
export function newKey(): { readonly text: string; readonly made: NewKey } {
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), secretLength)
  const text = `${prefix}${secret}${checkOf(secret)}`
  const id = `k_${randomBytes(9).toString('base64url')}`
  return { text, made: { id, hash: keyHash(text), last4: text.slice(-4) } }
}

const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${secretLength + checkLength}}$`)

/** Whether a text is a key that was made so, by whomever, and not mistyped. */
export function isKeyText(text: string): boolean {
  const secret = text.slice(prefix.length, -checkLength)
  return shape.test(text) && text.endsWith(checkOf(secret))
}

/**
 * SHA-256, 64 hexadecimal characters. Neither salted nor slow, as hashes of passwords are: those make up for secrets
 * that can be guessed. Of 256 random bits no guess comes true, however fast the hash.
 */
export function keyHash(text: string): string {
  return hash('sha256', text, 'hex')
}

function checkOf(secret: string): string {
  return base62(BigInt(crc32(secret)), checkLength)
}

function base62(value: bigint, length: number): string {
  let text = ''
  for (let rest = value; text.length < length; rest /= 62n) text = digits[Number(rest % 62n)] + text
  return text
}
