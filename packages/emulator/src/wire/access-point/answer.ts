import type { JoinRequest } from '../../join.ts'
import { outcomes } from '../../outcomes.ts'
import type { Platform } from '../../platform.ts'
import { isRefusal } from '../../refusal.ts'
import { channelId } from '../channel-id.ts'
import type { Tickets } from '../tickets.ts'
import type { AccessPointRequest } from './decode.ts'
import { type Authorized, encodeAccessPoint, type Refused } from './encode.ts'

export interface AccessPoint {
  readonly platform: Platform
  readonly tickets: Tickets
}

/** The access point's answer to a request that could be read; undefined during an outage, when there is none. */
export function answerAccessPoint(
  { platform, tickets }: AccessPoint,
  request: AccessPointRequest,
  edge: { readonly ip: string; readonly port: number },
): Record<string, unknown> | undefined {
  if (platform.isOut()) return undefined
  const now = platform.world.clock.now()
  const answers = request.asks.map(({ join }) => authorized({ platform, tickets }, join, now))
  return encodeAccessPoint(request, answers, { at: Math.floor(now * 1000), edge })
}

function authorized(
  { platform, tickets }: AccessPoint,
  join: JoinRequest,
  now: number,
): Authorized | Refused {
  try {
    const { uid } = platform.authorize(join)
    const { appId, channel, subject } = join
    const ticket = tickets.issue({ appId, channel, subject, uid, at: now })
    return { uid, ticket, channelId: channelId(appId, channel) }
  } catch (error) {
    if (!isRefusal(error)) throw error
    // a ban has no number here: see the setting accessPointRefusesBans
    return { code: (error.outcome.accessPoint ?? outcomes.INVALID.accessPoint).code }
  }
}
