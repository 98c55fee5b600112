import { addressFault } from './address.ts'
import { type FetchLimits, fetchJson, unreadable } from './fetch-json.ts'

/** What an issuer says of itself, as far as it was looked at. */
export interface IssuerDocument {
  readonly issuer: string
  readonly jwksUrl: string
  /** all of it; nothing of it has been looked at */
  readonly document: Readonly<Record<string, unknown>>
}

/**
 * Reads what an issuer publishes of itself.
 *
 * @param issuer - its address as it stands in `iss`, to the last slash
 * @throws ServerError `ISSUER_UNREADABLE`, also when the document is that of another issuer
 * @see OpenID Connect Discovery 1.0 §4
 */
export async function discoverIssuer(
  issuer: string,
  limits?: FetchLimits,
): Promise<IssuerDocument> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const found = await fetchJson(address, limits)
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw unreadable(address, 'is no document of an issuer')
  }
  const document = found as Readonly<Record<string, unknown>>
  if (document.issuer !== issuer) throw unreadable(address, `is not of the issuer ${issuer}`)
  const jwksUrl = endpointOf(document, 'jwks_uri')
  if (jwksUrl === undefined) throw unreadable(address, 'names no usable jwks_uri')
  return { issuer, jwksUrl, document }
}

/** An address that the document names; undefined when it names none, or one that is not to be called. */
export function endpointOf(
  document: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const address = document[name]
  return typeof address === 'string' && addressFault(address) === undefined ? address : undefined
}
