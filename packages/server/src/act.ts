/** Who does something. Never a secret: of a key its id. */
interface Actor {
  /** `owner`: by the command, on the machine that keeps the database · `server`: by itself */
  readonly kind: 'owner' | 'server' | 'anonymous' | 'key' | 'jwt' | 'user'
  readonly id: string
}

/** Who does it, and when. */
export interface Act {
  readonly by: Actor
  /** Unix seconds */
  readonly at: number
  /** of the HTTP request that asked for it; see http/request-id.ts */
  readonly requestId?: string | undefined
}
