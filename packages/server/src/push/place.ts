/** One user in one channel of one project: whom something is pushed to. */
export interface Place {
  /** in lower case */
  readonly appId: string
  readonly channel: string
  /** as a token has it: the decimal digits of a uid, or an account */
  readonly subject: string
}

/** Equal for equal places, and for no others. */
export function keyOf({ appId, channel, subject }: Place): string {
  return JSON.stringify([appId.toLowerCase(), channel, subject])
}
