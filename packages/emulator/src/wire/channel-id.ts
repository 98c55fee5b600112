import { createHash } from 'node:crypto'

/** A number for a channel: the SDK wants one, and it must not be 0. */
export function channelId(appId: string, channel: string): number {
  const digest = createHash('sha256').update(`${appId}/${channel}`).digest()
  return (digest.readUInt32BE() >>> 1) + 1
}
