import type { Note } from '../audit/note.ts'
import type { ServerError } from '../errors.ts'
import type { Caller, GrantEntry, RefusalEntry, RequestedService, TokenRequest } from '../issue.ts'

/** What the audit says of a token: what was asked for, what was given where that differs, and by which rules. */
export function issuedNote(
  { caller, dialect, request, grant, expiresAt, requestId }: GrantEntry,
  { tokenId, certificateId }: NonNullable<GrantEntry['signed']>,
  at: number,
): Note {
  const { rules, policy, warnings } = grant
  const about = {
    tokenId,
    certificateId,
    dialect,
    asked: askedOf(request),
    granted: isAsAsked(request, grant) ? undefined : askedOf(grant),
    expiresAt,
    policy,
    rules,
    warnings: warnings.length === 0 ? undefined : warnings.map(({ code }) => code),
    claims: caller.claims,
  }
  return { chain: grant.appId, action: 'token.issued', by: actorOf(caller), at, about, requestId }
}

/** @param appId - of the project that was asked for, or the server's own */
export function refusedNote(
  { caller, request, at, requestId }: Omit<RefusalEntry, 'error'> & { readonly at: number },
  { code, errors }: ServerError,
  appId: string,
): Note {
  const reasons = errors?.map((error) => error.code)
  const { dialect } = request
  const about = { code, reasons, dialect, ...bounded(askedOf(request), caller.claims) }
  return { chain: appId, action: 'token.refused', by: actorOf(caller), at, about, requestId }
}

/** What may be refused is as large as whoever asks likes; what is larger than any honest request is not kept. */
const mostRefused = 4096

function bounded(asked: Asked, claims: Caller['claims']): object {
  const whole = { asked, claims }
  if (JSON.stringify(whole).length <= mostRefused) return whole
  const { version, expiresInSeconds, services } = asked
  const types = [...new Set(services.map(({ type }) => type))]
  return { asked: { version, expiresInSeconds, types }, cut: true }
}

/** Enough to decide it once more. */
function askedOf({ version, expiresInSeconds, services }: Asked) {
  return { version, expiresInSeconds, services }
}

type Asked = Pick<TokenRequest, 'version' | 'expiresInSeconds' | 'services'>

function actorOf({ kind, id }: Caller): Note['by'] {
  return { kind, id }
}

function isAsAsked(asked: Asked, granted: Asked): boolean {
  if (asked.expiresInSeconds !== granted.expiresInSeconds) return false
  return granted.services.every((service, nth) => isSame(service, asked.services[nth]!))
}

/** Nothing but privileges, their ends and permissions is ever taken away. */
function isSame(granted: RequestedService, asked: RequestedService): boolean {
  const [given, wanted] = [granted.privileges, asked.privileges] as Record<string, unknown>[]
  const names = Object.keys(wanted!)
  if (names.length !== Object.keys(given!).length) return false
  const permissions = (service: object) => (service as { permissions?: unknown }).permissions
  if (permissions(granted) !== permissions(asked)) return false
  return names.every((name) => isSameEnd(given![name], wanted![name]))
}

function isSameEnd(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' || typeof other === 'number') return one === other
  return JSON.stringify(one) === JSON.stringify(other)
}
