import type { NoticeEvent } from './event.ts'

export interface Notice extends NoticeEvent {
  /** the same at each attempt: by it receivers know duplicates */
  readonly noticeId: string
}

/** Sends one notification, and says whether it was taken. Never throws. */
export type Send = (notice: Notice, signal: AbortSignal) => Promise<boolean>

/** The body of one attempt; `notifyMs` is that of the attempt. */
export function bodyOf({ noticeId, eventType, payload }: Notice, notifyMs: number): string {
  return JSON.stringify({ noticeId, productId: 1, eventType, notifyMs, payload })
}
