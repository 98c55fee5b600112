import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may call the platform's REST: HTTP Basic. The secret is not an App Certificate. */
export interface Customer {
  readonly id: string
  readonly secret: string
}

/** A customer for one run, for who gave none; the caller prints it. */
export function makeCustomer(): Customer {
  return { id: randomBytes(16).toString('hex'), secret: randomBytes(16).toString('hex') }
}

/** Whether the header names this customer; how long it takes tells nothing of the secret. */
export function isCustomer({ id, secret }: Customer, authorization: string | undefined): boolean {
  const [, encoded = ''] = /^basic +([a-z\d+/=]+) *$/i.exec(authorization ?? '') ?? []
  const given = Buffer.from(encoded, 'base64')
  return timingSafeEqual(sha256(given), sha256(Buffer.from(`${id}:${secret}`)))
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
