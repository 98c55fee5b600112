import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'

const schema = Type.Object({
  appId: Type.String(),
  channel: Type.String(),
  subject: Type.Union([
    Type.Object({ account: Type.String() }),
    Type.Object({ uid: Type.Integer() }),
  ]),
  /** the integer that the member has, or was given */
  uid: Type.Integer(),
  /** Unix seconds */
  at: Type.Number(),
})

/** What the access point has authorised, so that the edge need not believe the client. */
export type TicketClaims = Static<typeof schema>

export interface Tickets {
  readonly issue: (claims: TicketClaims) => string
  /** The claims of a ticket that this gateway has issued within the last day; else undefined. `now` is Unix seconds. */
  readonly open: (ticket: string, now: number) => TicketClaims | undefined
}

// the SDK may come back with the ticket of a long session, when its edge was lost
const lifeSeconds = 86_400

/** Tickets are signed, not kept: however many are asked for, nothing grows. The key lives as long as the gateway. */
export function createTickets(key: Buffer = randomBytes(32)): Tickets {
  const sign = (body: string) => createHmac('sha256', key).update(body).digest()
  return {
    issue(claims) {
      const body = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `${body}.${sign(body).toString('base64url')}`
    },
    open(ticket, now) {
      const [body = '', signature = ''] = ticket.split('.', 2)
      const given = Buffer.from(signature, 'base64url')
      const expected = sign(body)
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
      const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
      if (!Value.Check(schema, claims) || now - claims.at > lifeSeconds) return undefined
      return claims
    },
  }
}
