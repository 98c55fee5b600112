import { ServerError } from '../errors.ts'
import { clean } from '../observe/clean.ts'
import { addressFault } from './address.ts'

/** What may be fetched at most, and for how long. */
export interface FetchLimits {
  /** of the whole answer, from the first byte sent */
  readonly timeoutMs?: number
  /** of the body, unpacked */
  readonly mostBytes?: number
}

/**
 * What stands at an address, as JSON. Redirects are not followed: they would let one host speak for another.
 *
 * @throws ServerError `ISSUER_UNREADABLE` that says why, and repeats nothing of the answer
 */
export async function fetchJson(
  address: string,
  { timeoutMs = 5000, mostBytes = 262_144 }: FetchLimits = {},
): Promise<unknown> {
  const fault = addressFault(address)
  if (fault !== undefined) throw unreadable(address, fault)
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs), // also while the body comes
      headers: { accept: 'application/json, application/jwk-set+json' },
    })
    if (response.status !== 200) {
      await response.body?.cancel()
      throw unreadable(address, `answers ${response.status}, not 200`)
    }
    return JSON.parse(await boundedText(response, address, mostBytes))
  } catch (error) {
    if (error instanceof ServerError) throw error
    throw unreadable(address, inWords(error))
  }
}

async function boundedText(
  { body }: Response,
  address: string,
  mostBytes: number,
): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > mostBytes) throw unreadable(address, `has more than ${mostBytes} bytes`) // ends the connection
    parts.push(part)
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
}

function inWords(error: unknown): string {
  if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === invalidText) {
    return 'is not JSON'
  }
  const { name, cause } = error as Error
  if (name === 'TimeoutError') return 'does not answer in time'
  const { code } = Object(cause) as { readonly code?: unknown }
  return `cannot be reached${typeof code === 'string' ? `: ${code}` : ''}`
}

const invalidText = 'ERR_ENCODING_INVALID_ENCODED_DATA'

export function unreadable(address: string, why: string): ServerError {
  return new ServerError('ISSUER_UNREADABLE', `${clean(address.split(/[?#]/, 1)[0]!)} ${why}`)
}
