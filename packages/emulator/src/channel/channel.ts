import type { Wake } from '../clock.ts'
import type { Session } from '../session/session.ts'

/** A channel lives from its first member to some seconds after its last. */
export interface Channel {
  readonly appId: string
  readonly name: string
  /** Unix seconds */
  readonly createdAt: number
  readonly members: Map<number, Session>
  lastUid: number
  ending: Wake | undefined
}

/** All channels. Two of one name under different App IDs never meet. */
export type Channels = Map<string, Channel>

export function channelKey(appId: string, name: string): string {
  return `${appId}/${name}`
}
