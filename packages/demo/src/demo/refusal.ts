import { type BanRule, type Explanation, explain } from '@symbolon/token'
import { control } from './control.ts'

/** Something was not granted: what the SDK said, and why. */
export interface Refusal {
  readonly title: string
  readonly said: string
  /** undefined while it is asked for */
  readonly explanation: Explanation | undefined
}

/** A join, or a stay, that came to nothing. */
export interface Attempt {
  readonly token: string
  readonly channel: string
  readonly uid: number
  /** Unix seconds on the platform's clock */
  readonly now: number
  readonly appId: string
  readonly error?: string
}

/** What an SDK threw, in its own words. */
export function saidBy(error: unknown): string {
  const { code, message = '' } = error as { code?: string; message?: string }
  const text = message.replaceAll('AgoraRTCError ', '') || `${error}`
  return code === undefined || text.startsWith(code) ? text : `${code}: ${text}`
}

/** The token server proves the signature, for it has the certificate; without it this page explains what it can. */
export async function explained(
  attempt: Attempt,
  headers: Readonly<Record<string, string>>,
): Promise<Explanation> {
  const bans = await control.bans().catch(() => [])
  const { token, ...told } = { ...attempt, now: Math.floor(attempt.now) }
  try {
    const response = await fetch('/v1/tokens/explain', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ token, ...told, bans }),
    })
    if (response.ok) return await response.json()
  } catch {
    // explained here then
  }
  return explainHere({ ...attempt, now: told.now }, bans)
}

function explainHere({ token, ...told }: Attempt, bans: readonly BanRule[]): Explanation {
  return explain(token, { ...told, bans })
}
