import type { RequestedService } from './issue.ts'

/** Whom a service of a token is for: uid, account or user id as the token has it; empty = any user, or none. */
export function subjectOf(service: RequestedService): string {
  if ('uid' in service && typeof service.uid === 'string') return service.uid
  if ('userId' in service && typeof service.userId === 'string') return service.userId
  return 'userUuid' in service && typeof service.userUuid === 'string' ? service.userUuid : ''
}
