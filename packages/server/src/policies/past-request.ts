import type { AuditEntry } from '../audit/chain.ts'
import type { TokenRequest } from '../issue.ts'
import type { PolicyCaller } from './wish.ts'

type Asked = Pick<TokenRequest, 'version' | 'expiresInSeconds' | 'services'>

/** A request that was decided once, and can be decided again. */
export interface PastRequest {
  /** Unix seconds */
  readonly at: number
  readonly caller: PolicyCaller
  readonly asked: Asked
  /** absent: it was refused */
  readonly given?: Asked | undefined
  /** the code of the refusal */
  readonly refusedBy?: string | undefined
}

/** The actions of the audit that are requests. */
export const requestActions = ['token.issued', 'token.refused'] as const

/** Undefined for what is no decision on a request, or one of a version that wrote less down. */
export function pastRequestOf({ action, at, body }: AuditEntry): PastRequest | undefined {
  const refused = action === 'token.refused'
  if (!refused && action !== 'token.issued') return undefined
  const { by, about } = JSON.parse(body) as Partial<Noted>
  const { asked, granted, claims, code } = about ?? {}
  if (by === undefined || asked?.services === undefined) return undefined
  const caller = { kind: by.kind, id: by.id, claims }
  const request = { at, caller, asked }
  return refused ? { ...request, refusedBy: code } : { ...request, given: granted ?? asked }
}

/** See record/decision-notes.ts. */
interface Noted {
  readonly by: Pick<PolicyCaller, 'kind' | 'id'>
  readonly about: {
    readonly asked?: Asked
    /** absent: as asked */
    readonly granted?: Asked
    readonly claims?: PolicyCaller['claims']
    readonly code?: string
  }
}
