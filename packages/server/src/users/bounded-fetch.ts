import { addressFault } from '../issuers/address.ts'

const mostBytes = 262_144

/**
 * `fetch` for answers of an issuer: by TLS, or from this machine itself; no redirects; 256 KiB at most. How long it may
 * take, whoever calls says with a signal.
 *
 * @throws Error that repeats nothing of the answer
 */
export async function boundedFetch(address: string, init: RequestInit): Promise<Response> {
  const fault = addressFault(address)
  if (fault !== undefined) throw new Error(`an address of the issuer ${fault}`)
  const { status, headers, body } = await fetch(address, { ...init, redirect: 'manual' })
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > mostBytes) throw new Error('an answer of the issuer is too large') // ends the connection
    parts.push(part)
  }
  const empty = status === 204 || status === 304
  return new Response(empty ? null : Buffer.concat(parts), { status, headers })
}
