import { hash, randomBytes } from 'node:crypto'

/** A sign-in that goes on. What the browser has of it is kept as a hash alone. */
export interface Session {
  readonly id: string
  readonly userId: string
  /** SHA-256 of the text, in hexadecimal: of 256 random bits that is enough */
  readonly hash: string
  /** Unix seconds, as all that follow */
  readonly createdAt: number
  /** when it was last used, to the minute */
  readonly seenAt: number
  /** from then on it is over, however much it is used */
  readonly endsAt: number
}

const shape = /^[\w-]{43}$/

/** A new session of somebody, and the text that only their browser has. */
export function newSession(
  userId: string,
  { at, seconds }: { readonly at: number; readonly seconds: number },
): { readonly session: Session; readonly text: string } {
  const text = randomBytes(32).toString('base64url')
  const id = `s_${randomBytes(9).toString('base64url')}`
  const times = { createdAt: at, seenAt: at, endsAt: at + seconds }
  return { text, session: { id, userId, hash: hash('sha256', text, 'hex'), ...times } }
}

/** What a text is known by; undefined when it is none of ours, whatever is kept. */
export function sessionHash(text: string): string | undefined {
  return shape.test(text) ? hash('sha256', text, 'hex') : undefined
}

export function isLive(
  { seenAt, endsAt }: Session,
  { at, idleSeconds }: { readonly at: number; readonly idleSeconds: number },
): boolean {
  return at < endsAt && at < seenAt + idleSeconds
}

export function publicSession({ id, createdAt, seenAt, endsAt }: Session): object {
  return { id, createdAt, seenAt, endsAt }
}
