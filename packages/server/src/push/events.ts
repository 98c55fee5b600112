/** What is pushed. */
export type PushEvent =
  /** the stream is open, and ends with the token that opened it (Unix seconds) */
  | { readonly event: 'listening'; readonly data: { readonly until: number } }
  /** another token, to be used from now on */
  | { readonly event: 'token'; readonly data: PushedToken }
  /** the client is to have its next token made by its own back end, within so many seconds */
  | { readonly event: 'reauthenticate'; readonly data: { readonly withinSeconds: number } }
  /** nothing is pushed any more until then (Unix seconds) */
  | { readonly event: 'banned'; readonly data: { readonly until: number } }

/** Instants are Unix seconds. */
interface PushedToken {
  readonly token: string
  readonly role: 'publisher' | 'subscriber'
  readonly issuedAt: number
  readonly expiresAt: number
  readonly renewAt: number
}

/** An event as a stream has it. JSON holds no line break, so one line of data is enough. */
export function frameOf({ event, data }: PushEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** Says when to connect again: in 1 to 5 seconds, so that not all come at once. @param random - 0 to 1 */
export function retryFrame(random: number): string {
  return `retry: ${Math.round(1000 + 4000 * random)}\n\n`
}

/** Says that the stream is alive; nobody is told of it. */
export const heartbeat = ':\n\n'
