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

/** 1 for the code of a hexadecimal digit; a table, because branches on random digits are guessed wrong. */
const hexDigit: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/[\da-f]/i.test(String.fromCharCode(code))),
)

/** Whether it is an App ID or certificate: 32 hexadecimal characters. */
export function isHexId(text: string): boolean {
  if (typeof text !== 'string' || text.length !== 32) return false
  let all = 1
  for (let i = 0; i < 32; i++) all &= hexDigit[text.charCodeAt(i)]!
  return all === 1
}

/** As {@link isHexId}, of the 32 characters at `bytes[at]`. */
export function isHexIdAt(bytes: Uint8Array, at: number): boolean {
  let all = 1
  for (let i = at; i < at + 32; i++) all &= hexDigit[bytes[i]!]!
  return all === 1
}
