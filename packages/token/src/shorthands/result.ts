import type { Claims, Service, Warning } from '../claims.ts'
import { capExpiry } from '../parameters.ts'

/** What every shorthand needs to know about the token itself. */
export interface TokenParameters {
  /** 32 hexadecimal characters */
  readonly appId: string
  /** Unix seconds; default: the system clock, now */
  readonly issuedAt?: number
  /** life of the token, 0 … 86 400 seconds; longer is cut to 24 h with a warning. Default 3600, as in the seeds */
  readonly expiresInSeconds?: number
}

/** Settled claims, and what of the parameters was bent to settle them. */
export interface ShorthandResult {
  readonly claims: Claims
  readonly warnings: readonly Warning[]
}

/** The parameters all shorthands share, checked and filled in. */
export interface Basis {
  readonly appId: string
  readonly issuedAt: number
  readonly expiresInSeconds: number
  readonly warnings: Warning[]
  readonly warn: (warning: Warning) => void
}

const defaultExpiresInSeconds = 3600

/** @throws TokenError `EXPIRY_INVALID` */
export function basisOf(parameters: TokenParameters): Basis {
  const warnings: Warning[] = []
  const warn = (warning: Warning): void => {
    if (warnings.every(({ code }) => code !== warning.code)) warnings.push(warning)
  }
  const { appId, expiresInSeconds = defaultExpiresInSeconds } = parameters
  const issuedAt = parameters.issuedAt ?? Math.floor(Date.now() / 1000)
  return { appId, issuedAt, expiresInSeconds: capExpiry(expiresInSeconds, warn), warnings, warn }
}

/** @throws TypeError for a version that no shorthand makes */
export function versionOf(version: '006' | '007' | undefined): '006' | '007' {
  if (version === undefined || version === '007') return '007'
  if (version === '006') return '006'
  throw new TypeError('version must be "007" or "006"; dynamicKey makes the older ones')
}

/** When a privilege of 006 ends: 0, which is no end of its own, stays 0. */
export function absoluteEnd(issuedAt: number, seconds: number): number {
  return seconds === 0 ? 0 : issuedAt + seconds
}

export function result007(basis: Basis, services: readonly Service[]): ShorthandResult {
  const { appId, issuedAt, expiresInSeconds, warnings } = basis
  return { claims: { version: '007', appId, issuedAt, expiresInSeconds, services }, warnings }
}
