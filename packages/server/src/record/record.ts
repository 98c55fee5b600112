import type { GrantEntry, RequestedService } from '../issue.ts'
import { clean } from '../observe/clean.ts'
import type { Log } from '../observe/log.ts'

/** Writes one line per grant: who asked, what was granted, until when. It is never given the token. */
export function recordGrant(log: Log): (entry: GrantEntry) => void {
  return ({ caller, dialect, grant, issuedAt, expiresAt }) => {
    const { version, appId, warnings } = grant
    const line = {
      caller: caller.id,
      dialect,
      appId,
      version,
      services: grant.services.map(summary),
      issuedAt,
      expiresAt,
    }
    if (warnings.length === 0) log.info(line, 'issued')
    else log.warn({ ...line, warnings: warnings.map(({ code }) => code) }, 'issued')
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
