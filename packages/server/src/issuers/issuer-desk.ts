import type { Store } from '../store/store.ts'
import { discoverIssuer } from './discovery.ts'
import type { Issuer } from './issuer.ts'
import { type IssuerWish, readIssuerWish } from './issuer-wish.ts'

/** Who does it, and when (Unix seconds). */
interface By {
  readonly by: string
  readonly at: number
}

/** What an owner does with issuers. */
export interface IssuerDesk {
  /** in the order in which they came */
  readonly list: () => Promise<readonly Issuer[]>
  /**
   * Asks the issuer where its keys are, unless that is said.
   *
   * @throws ServerError `REQUEST_INVALID`, `ISSUER_UNREADABLE`, `ISSUER_EXISTS`
   */
  readonly add: (wish: IssuerWish, by: By) => Promise<Issuer>
  /** @throws ServerError `ISSUER_UNKNOWN` */
  readonly switch: (id: string, enabled: boolean, by: By) => Promise<Issuer>
  /** @throws ServerError `ISSUER_UNKNOWN` */
  readonly remove: (id: string, by: By) => Promise<Issuer>
}

export function openIssuerDesk(store: Store): IssuerDesk {
  return {
    list: store.listIssuers,
    add: async (wish, { by, at }) => {
      const read = readIssuerWish(wish)
      const jwksUrl = read.jwksUrl ?? (await discoverIssuer(read.issuer)).jwksUrl
      const issuer = { ...read, jwksUrl, enabled: true, createdAt: at, createdBy: by }
      await store.addIssuer(issuer)
      return issuer
    },
    switch: (id, enabled) => store.changeIssuer(id, (issuer) => ({ ...issuer, enabled })),
    remove: (id) => store.removeIssuer(id),
  }
}
