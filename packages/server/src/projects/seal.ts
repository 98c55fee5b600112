import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** What a sealed secret belongs to, a certificate, an answer or a cookie: it opens under these names alone. */
type SealedFor =
  | { readonly appId: string; readonly certificateId: string }
  | { readonly caller: string; readonly name: string }
  | { readonly use: 'sign-in' }

const format = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM under the master key: format, nonce, tag, ciphertext. Bound to what it belongs to, so that no record can be
 * put in another's place.
 *
 * @param masterKey - 32 bytes
 */
export function seal(masterKey: Uint8Array, secret: string, belongsTo: SealedFor): Uint8Array {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce)
  cipher.setAAD(associated(belongsTo))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([Uint8Array.of(format), nonce, cipher.getAuthTag(), text])
}

/** @throws Error when it was sealed by another key, for another name, or was changed */
export function unseal(masterKey: Uint8Array, sealed: Uint8Array, belongsTo: SealedFor): string {
  const head = 1 + nonceBytes + tagBytes
  if (sealed.byteLength < head || sealed[0] !== format) throw new Error('not a sealed secret')
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: tagBytes })
  decipher.setAAD(associated(belongsTo))
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, head))
  const text = Buffer.concat([decipher.update(sealed.subarray(head)), decipher.final()])
  return text.toString('utf8')
}

function associated(belongsTo: SealedFor): Buffer {
  if ('use' in belongsTo) return Buffer.from(`symbolon use 1\0${belongsTo.use}`)
  if ('caller' in belongsTo) {
    return Buffer.from(`symbolon answer 1\0${belongsTo.caller}\0${belongsTo.name}`)
  }
  return Buffer.from(`symbolon certificate 1\0${belongsTo.appId}\0${belongsTo.certificateId}`)
}

/** Names a certificate to people. 64 bits of a hash over 128 random bits give nothing of them away. */
export function fingerprintOf(certificate: string): string {
  return createHash('sha256')
    .update(`symbolon fingerprint\0${certificate}`)
    .digest('hex')
    .slice(0, 16)
}
