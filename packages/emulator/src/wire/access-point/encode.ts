import type { AccessPointRequest } from './decode.ts'

/** What tells the SDK which service an answer is for; other values make it ask again without end. */
const flags: ReadonlyMap<number, number> = new Map([
  [11, 4096], // the gateway
  [26, 4_194_310], // asked beside it by two of the three ways
])

/** A join that may go on to the edge. */
export interface Authorized {
  readonly uid: number
  readonly channelId: number
  /** proves at the edge what was authorised here */
  readonly ticket: string
}

/** One of the platform's numbers for a refusal. */
export interface Refused {
  readonly code: number
}

export interface AnswerContext {
  /** Unix milliseconds */
  readonly at: number
  /** where the edge and the media are: an IPv4 address and one port, TCP and UDP */
  readonly edge: { readonly ip: string; readonly port: number }
}

/**
 * The whole answer, one block for each service that was asked for and is known. A refusal is recognised only
 * with `detail` at the top level, and only when every block carries its code.
 */
export function encodeAccessPoint(
  { opid, sid, asks }: AccessPointRequest,
  answers: readonly (Authorized | Refused)[],
  { at, edge }: AnswerContext,
): Record<string, unknown> {
  const blocks = asks.flatMap(({ serviceIds, join }, index) => {
    const answer = answers[index]!
    const given = 'code' in answer ? refusal(answer) : admission(answer, edge)
    return serviceIds.flatMap((id) => {
      const flag = flags.get(id)
      if (flag === undefined) return []
      const shared = { flag, cname: join.channel, detail: {}, server_ts: at }
      return [{ uri: 23, buffer: { ...given, ...shared } }]
    })
  })
  return { code: 0, opid, sid, enter_ts: at, leave_ts: at, detail: {}, response_body: blocks }
}

function admission({ uid, channelId, ticket }: Authorized, edge: AnswerContext['edge']) {
  return { code: 0, uid, cid: channelId, cert: ticket, edges_services: [edge] }
}

function refusal({ code }: Refused) {
  return { code, uid: 0, cid: 0, cert: '', edges_services: [] }
}
