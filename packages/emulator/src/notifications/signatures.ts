import { createHmac } from 'node:crypto'

/**
 * The two signatures of a notification's body, as hex: `Agora-Signature` is HMAC-SHA1, `Agora-Signature-V2` is
 * HMAC-SHA256. `body` is what goes over the wire, byte for byte.
 */
export function signatures(
  secret: string,
  body: string,
): { readonly v1: string; readonly v2: string } {
  const hmac = (algorithm: string) => createHmac(algorithm, secret).update(body).digest('hex')
  return { v1: hmac('sha1'), v2: hmac('sha256') }
}
