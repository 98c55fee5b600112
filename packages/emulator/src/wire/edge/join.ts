import Type from 'typebox'
import type { JoinRequest, Sink } from '../../join.ts'
import type { MediaOffer } from '../../media/types.ts'
import { isRefusal } from '../../refusal.ts'
import { nameOf, type Session } from '../../session/session.ts'
import { channelId } from '../channel-id.ts'
import { shaped } from '../check.ts'
import type { TicketClaims } from '../tickets.ts'
import type { Connection, Reply } from './connection.ts'
import type { Push } from './envelope.ts'
import { EdgeFailure, isOfferFault } from './failure.ts'
import { hold } from './hold.ts'
import type { Member } from './members.ts'
import { encodeOrtc, offerOf, ortcSchema, unheardAnswer } from './ortc.ts'
import { banned, over, tell } from './pushes.ts'

const schema = Type.Object({
  app_id: Type.String({ maxLength: 2047 }),
  channel_name: Type.String({ maxLength: 1024 }),
  channel_key: Type.String({ maxLength: 4096 }),
  role: Type.Union([Type.Literal('host'), Type.Literal('audience')]),
  mode: Type.Union([Type.Literal('live'), Type.Literal('rtc')]),
  /** the SDK's own name of its session: since 4.24 the same when it comes back, another when the app joins again */
  session_id: Type.Optional(Type.String({ maxLength: 128 })),
  ap_response: Type.Object({ cert: Type.String({ maxLength: 8192 }) }),
  ortc: ortcSchema,
})

/** The first request: shows token and ticket, and brings the browser's media parameters. */
export async function join(connection: Connection, message: unknown): Promise<Reply> {
  if (connection.member !== undefined) {
    throw new EdgeFailure('REPEAT_JOIN_REQUEST', 'this connection has joined already')
  }
  const checked = shaped(schema, message)
  if ('fault' in checked) throw new EdgeFailure('REPEAT_JOIN_REQUEST', `join: ${checked.fault}`)
  const { app_id: appId, channel_name: channel, channel_key, role, mode } = checked.value
  const { session_id: clientSession = '' } = checked.value
  const claims = openTicket(connection, checked.value.ap_response.cert, { appId, channel })
  const { subject, uid: assignedUid } = claims
  const { ip } = connection
  const request = { appId, channel, token: channel_key, subject, assignedUid, role, mode, ip }
  const offer = offerOf(checked.value.ortc)
  if (connection.edge.members.isOver(clientSession)) {
    return putOut(connection, { push: over, claims, offer })
  }
  const events = hold()
  const session = admitted(connection, request, events.sink)
  if ('by' in session) return putOut(connection, { push: banned(session.by), claims, offer })
  const member = begin(connection, session, clientSession)
  const ortc = encodeOrtc(await connect(connection, member, offer))
  const { edge } = connection
  return {
    message: { ...identityOf(session), rejoin_token: member.rejoinToken, ortc },
    after: () => events.open((event) => tell(edge, member, event)),
  }
}

/** What the SDK is told that it is; string accounts get their own name back. */
export function identityOf(session: Session) {
  const { channel, uid } = session
  const cid = channelId(channel.appId, channel.name)
  return { uid: nameOf(session), cid, vid: uid, attributes: { userAttributes: {} } }
}

function openTicket(
  { edge }: Connection,
  cert: string,
  join: { readonly appId: string; readonly channel: string },
): TicketClaims {
  const claims = edge.tickets.open(cert, edge.platform.world.clock.now())
  // an old ticket, or one of a gateway that is gone: the access point gives a new one
  if (claims === undefined) throw new EdgeFailure('TICKET_INVALID', 'the ticket is not valid')
  if (claims.appId !== join.appId || claims.channel !== join.channel) {
    throw new EdgeFailure('NO_AUTHORIZED', 'the ticket is for another channel')
  }
  return claims
}

const bans = { UID_BANNED: 'uid', IP_BANNED: 'ip', CHANNEL_BANNED: 'channel' } as const
type BannedBy = (typeof bans)[keyof typeof bans]

/** @throws EdgeFailure with the one number for faults of a token that ends the SDK's join */
function admitted(
  { edge }: Connection,
  request: JoinRequest,
  sink: Sink,
): Session | { readonly by: BannedBy } {
  try {
    return edge.platform.join(request, sink)
  } catch (error) {
    if (!isRefusal(error) || error.code === 'OUTAGE') throw error
    if (error.code in bans) return { by: bans[error.code as keyof typeof bans] }
    throw new EdgeFailure('NO_AUTHORIZED', error.outcome.accessPoint?.text ?? 'not authorized')
  }
}

/**
 * Rule BAN_AT_JOIN: at a join the SDK understands no ban, so it is let in and told at once. Likewise who comes back
 * from a time before a reset.
 */
function putOut(
  { line }: Connection,
  {
    push,
    claims,
    offer,
  }: {
    readonly push: Push
    readonly claims: TicketClaims
    readonly offer: MediaOffer
  },
): Reply {
  const { appId, channel, subject, uid } = claims
  const name = 'account' in subject ? subject.account : uid
  const ortc = encodeOrtc(unheardAnswer(offer))
  return {
    message: { uid: name, cid: channelId(appId, channel), vid: uid, ortc },
    after: () => line.push(push),
  }
}

function begin(connection: Connection, session: Session, clientSession: string): Member {
  const { edge, line } = connection
  const member = edge.members.add(session, line)
  connection.member = member
  session.onEnd = (reason) => {
    if (reason === 'closed' && clientSession !== '') edge.members.end(clientSession)
    member.told.clear() // it names others, who name others: a chain of those who are gone
    edge.members.remove(member)
    edge.media.disconnect(member)
  }
  return member
}

async function connect({ edge }: Connection, member: Member, offer: MediaOffer) {
  try {
    return await edge.media.connect(member, offer)
  } catch (error) {
    const { session } = member
    const isOver = session.state === 'ended' // its association was given up with it
    edge.platform.end(session, 'left')
    if (isOfferFault(error)) throw error
    if (!isOver) edge.onFault(error)
    throw new EdgeFailure('INTERNAL_ERROR', 'there is no media at the moment')
  }
}
