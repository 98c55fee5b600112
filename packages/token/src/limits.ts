import type { Limits, ServiceType } from './claims.ts'

/** Bounds in force: the caller's, or the defaults. */
export type Bounds = Required<Limits>

const defaults: Bounds = {
  maxTextBytes: 4096,
  maxInflatedBytes: 16_384,
  maxServices: 16,
  maxPrivileges: 64,
}

export function boundsOf(limits: Limits | undefined): Bounds {
  return limits === undefined ? defaults : { ...defaults, ...limits }
}

/** Something in a token that this library has no name for: kept and reported, never dropped. */
export type Unknown =
  | { readonly kind: 'service'; readonly type: number; readonly rest: string }
  | {
      readonly kind: 'privilege'
      readonly service: ServiceType | 'token'
      readonly id: number
      readonly value: number
    }

export function unknownPrivileges(
  service: ServiceType | 'token',
  found: readonly { readonly id: number; readonly value: number }[],
): Unknown[] {
  return found.map(({ id, value }) => ({ kind: 'privilege', service, id, value }))
}
