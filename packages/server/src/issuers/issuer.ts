/** Whom this server believes when it says who somebody is, and how that is proven. */
export interface Issuer {
  /** what its callers are named by in logs and rules, before the colon; 1 to 32 of a to z, 0 to 9 and dashes */
  readonly id: string
  /** 1 to 255 characters, for people */
  readonly name: string
  /** `iss` of its tokens, compared as it is */
  readonly issuer: string
  /** one of these has to be in `aud` */
  readonly audience: readonly string[]
  readonly algorithms: readonly Algorithm[]
  /** where its public keys are */
  readonly jwksUrl: string
  /** the claim that names the caller */
  readonly claim: string
  readonly enabled: boolean
  /** Unix seconds */
  readonly createdAt: number
  readonly createdBy: string
}

/**
 * What a token may be signed with: nothing that has a secret on this side, so that no public key is ever taken for one.
 *
 * @see RFC 8725 §3.1, RFC 7518 §3.1, RFC 8037, RFC 9864
 */
export const algorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
] as const

export type Algorithm = (typeof algorithms)[number]

export function isAlgorithm(text: string): text is Algorithm {
  return (algorithms as readonly string[]).includes(text)
}

/** What every issuer of OpenID Connect signs with. */
export const usualAlgorithms: readonly Algorithm[] = ['RS256']
