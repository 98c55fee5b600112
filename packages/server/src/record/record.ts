import type { GrantEntry, RequestedService } from '../issue.ts'
import { clean } from '../observe/clean.ts'
import type { Log } from '../observe/log.ts'

/** Writes one line per grant: who asked, what was granted, until when. It is never given the token. */
export function recordGrant(log: Log): (entry: GrantEntry) => void {
  return ({ caller, dialect, grant, issuedAt, expiresAt }) => {
    const line = () => {
      const { version, appId, warnings } = grant
      const services = grant.services.map(summary)
      const codes = warnings.length === 0 ? undefined : warnings.map(({ code }) => code)
      const { id } = caller
      return { caller: id, dialect, appId, version, services, issuedAt, expiresAt, warnings: codes }
    }
    if (grant.warnings.length === 0) log.info(line, 'issued')
    else log.warn(line, 'issued')
  }
}

/** The service without its lists of resources, every text bounded. */
function summary(service: RequestedService): object {
  const { type, privileges } = service
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn':
      return { type, channel: clean(service.channel), uid: clean(service.uid), privileges }
    case 'rtm':
    case 'rtm2':
    case 'chat':
      return { type, userId: clean(service.userId), privileges }
    case 'apaas': {
      const { roomUuid, userUuid, role } = service
      return { type, roomUuid: clean(roomUuid), userUuid: clean(userUuid), role, privileges }
    }
    default:
      return { type, privileges }
  }
}
