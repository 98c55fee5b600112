import { keyRoom } from '../hash/hmac-sha256.ts'

/**
 * Where the bytes of a 007 token stand while it is made or read, so that nothing is ever copied:
 *
 *     0 ········ 30 ······ 32 ··········· 64 ················ end
 *                | u16 32 | signature     | info: what is signed
 *     | HMAC key pad, while signing       |
 *
 * The payload, which is what gets deflated, is `bytes[30, end)`.
 */
export const infoAt: number = keyRoom
export const signatureAt: number = infoAt - 32
export const payloadAt: number = signatureAt - 2
/** From here on the payload can repeat itself; signature and App ID cannot. */
export const matchFrom: number = infoAt + 2 + 32

/** Whether it is an App ID or certificate: 32 hexadecimal characters. A loop is quicker than a RegExp here. */
export function isHexId(text: string): boolean {
  if (typeof text !== 'string' || text.length !== 32) return false
  for (let i = 0; i < 32; i++) {
    const unit = text.charCodeAt(i)
    const letter = unit | 32
    if ((unit < 48 || unit > 57) && (letter < 97 || letter > 102)) return false
  }
  return true
}
