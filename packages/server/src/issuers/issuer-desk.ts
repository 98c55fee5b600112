import type { Act } from '../act.ts'
import { authorityChain } from '../audit/note.ts'
import type { Store } from '../store/store.ts'
import { discoverIssuer } from './discovery.ts'
import type { Issuer } from './issuer.ts'
import { type IssuerWish, readIssuerWish } from './issuer-wish.ts'

/** What an owner does with issuers. */
export interface IssuerDesk {
  /** in the order in which they came */
  readonly list: () => Promise<readonly Issuer[]>
  /**
   * Asks the issuer where its keys are, unless that is said.
   *
   * @throws ServerError `REQUEST_INVALID`, `ISSUER_UNREADABLE`, `ISSUER_EXISTS`
   */
  readonly add: (wish: IssuerWish, act: Act) => Promise<Issuer>
  /** @throws ServerError `ISSUER_UNKNOWN` */
  readonly switch: (id: string, enabled: boolean, act: Act) => Promise<Issuer>
  /** @throws ServerError `ISSUER_UNKNOWN` */
  readonly remove: (id: string, act: Act) => Promise<Issuer>
}

const chain = authorityChain

export function openIssuerDesk(store: Store): IssuerDesk {
  return {
    list: store.listIssuers,
    add: async (wish, act) => {
      const read = readIssuerWish(wish)
      const jwksUrl = read.jwksUrl ?? (await discoverIssuer(read.issuer)).jwksUrl
      const issuer = { ...read, jwksUrl, enabled: true, createdAt: act.at, createdBy: act.by.id }
      const { id, issuer: iss, audience, algorithms, claim } = issuer
      const about = { id, iss, audience, algorithms, jwksUrl, claim }
      await store.addIssuer(issuer, { chain, action: 'issuer.added', ...act, about })
      return issuer
    },
    switch: (id, enabled, act) => {
      const note = { chain, action: 'issuer.changed', ...act, about: { id, enabled } } as const
      return store.changeIssuer(id, (issuer) => ({ ...issuer, enabled }), note)
    },
    remove: (id, act) =>
      store.removeIssuer(id, { chain, action: 'issuer.removed', ...act, about: { id } }),
  }
}
