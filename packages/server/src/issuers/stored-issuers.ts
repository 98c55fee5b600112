import { type KeptFresh, keepFresh } from '../keep-fresh.ts'
import { faultFields } from '../observe/fault-fields.ts'
import type { Log } from '../observe/log.ts'
import type { Store } from '../store/store.ts'
import type { Issuer } from './issuer.ts'
import { remoteKeySet } from './key-set.ts'
import { type KnownIssuer, type Proof, proveJwt } from './prove-jwt.ts'

/** The issuers of a store, as whoever brings a JWT is known by them. */
export interface StoredIssuers extends KeptFresh {
  /** at `at`, Unix seconds */
  readonly prove: (jwt: string, at: number) => Promise<Proof>
  /** whether any is kept, enabled or not */
  readonly any: () => boolean
  readonly anyEnabled: () => boolean
}

interface Reading {
  readonly store: Pick<Store, 'revision' | 'listIssuers'>
  readonly log: Pick<Log, 'warn' | 'error'>
  /** see config/settings.ts */
  readonly staleSeconds: number
}

/** Keeps them in memory, and with them the keys that they publish. */
export async function storedIssuers({ store, log, staleSeconds }: Reading): Promise<StoredIssuers> {
  let byIssuer = new Map<string, KnownIssuer>()
  function withKeys(issuer: Issuer): KnownIssuer {
    const { id, jwksUrl } = issuer
    const before = byIssuer.get(issuer.issuer)
    if (before?.issuer.jwksUrl === jwksUrl) return { issuer, keys: before.keys }
    const onFault = (error: unknown) =>
      log.warn({ issuer: id, ...faultFields(error) }, 'the keys of an issuer cannot be read')
    return { issuer, keys: remoteKeySet(jwksUrl, { staleSeconds, onFault }) }
  }
  const fresh = await keepFresh({
    name: 'issuers',
    revision: store.revision,
    read: store.listIssuers,
    take: (all) => {
      byIssuer = new Map(all.map((one) => [one.issuer, withKeys(one)]))
    },
    onFault: (error) =>
      log.error(faultFields(error), 'issuers cannot be read; those known before are used'),
  })
  return {
    ...fresh,
    prove: (jwt, at) => proveJwt(jwt, (iss) => byIssuer.get(iss), at),
    any: () => byIssuer.size > 0,
    anyEnabled: () => [...byIssuer.values()].some(({ issuer }) => issuer.enabled),
  }
}
