import type { End, RequestedService } from '../issue.ts'

/** What is asked of the RTC service; every privilege ends at the same time. */
export interface RtcWish {
  readonly channel: string
  /** as in the token: `''` is any user */
  readonly uid: string
  readonly publish: boolean
  readonly end: End
}

/** Joining, and for publishers the three kinds of stream. */
export function rtc({ channel, uid, publish, end }: RtcWish): RequestedService {
  return {
    type: 'rtc',
    channel,
    uid,
    privileges: publish
      ? { joinChannel: end, publishAudio: end, publishVideo: end, publishData: end }
      : { joinChannel: end },
  }
}

export function rtm(userId: string, end: End): RequestedService {
  return { type: 'rtm', userId, privileges: { login: end } }
}

/** With a channel, also for its streams: joining and publishing data. A 006 token has no room for that. */
export function rtmServices(
  { channel, user, seconds }: { channel: string; user: string; seconds: number },
  { version }: { version: '006' | '007' },
): RequestedService[] {
  const login = rtm(user, seconds)
  if (channel === '' || version === '006') return [login]
  const privileges = { joinChannel: seconds, publishData: seconds }
  return [{ type: 'rtc', channel, uid: user, privileges }, login]
}

/** A life of 0 as an original that writes 006 signs it: over at once. 007 has no such token, and reads 0 as no end. */
export function lifeOrOver(seconds: number, { version }: { version: '006' | '007' }): number {
  return seconds === 0 && version === '006' ? -1 : seconds
}

/** A user's own token, and the one for the Chat REST API. */
export const chat = {
  user: (userId: string, end: End): RequestedService => ({
    type: 'chat',
    userId,
    privileges: { user: end },
  }),
  app: (end: End): RequestedService => ({ type: 'chat', userId: '', privileges: { app: end } }),
}

/** A user's own token outside any room, and the one for the REST API. */
export const apaas = {
  user: (userUuid: string, end: End): RequestedService => ({
    ...noRoom,
    userUuid,
    privileges: { user: end },
  }),
  app: (end: End): RequestedService => ({ ...noRoom, userUuid: '', privileges: { app: end } }),
}

const noRoom = { type: 'apaas', roomUuid: '', role: -1 } as const

/**
 * The uid text to sign for. Some originals pass `0` on and sign for an account named "0", which hardly anyone means:
 * unless the dialect is strict, it is any user.
 */
export function uidText(uid: string, strict: boolean): string {
  return uid === '0' && !strict ? '' : uid
}
