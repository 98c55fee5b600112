import type { Ban } from '../bans/ban.ts'
import type { BanIndex } from '../bans/ban-index.ts'
import { type FieldError, ServerError } from '../errors.ts'
import type { RequestedService, TokenRequest } from '../issue.ts'
import { subjectOf } from '../policies/wish.ts'

/**
 * No token for who is banned, nor one that would let them in under whatever it says: for any user, for a pattern that
 * they fit, or of version 006.
 *
 * @throws ServerError `SUBJECT_BANNED` that names every service that is refused
 */
export function refuseBanned(bans: BanIndex, request: TokenRequest, at: number): void {
  const errors: FieldError[] = []
  for (const service of request.services) {
    const ban = banOf(service, request.version, { bans, at })
    if (ban === undefined) continue
    const message = sentence(service, ban)
    errors.push({ pointer: `#/${service.type}`, code: 'SUBJECT_BANNED', message })
  }
  if (errors.length === 0) return
  const detail = [...new Set(errors.map(({ message }) => message))].join(' ')
  throw new ServerError('SUBJECT_BANNED', detail, { errors })
}

interface Against {
  readonly bans: BanIndex
  readonly at: number
}

function banOf(
  service: RequestedService,
  version: TokenRequest['version'],
  { bans, at }: Against,
): Ban | undefined {
  const subject = subjectOf(service)
  if (subject === undefined) return undefined
  const channel = channelOf(service)
  if (version === '006' && channel !== undefined) return bans.findSplit(channel + subject, at)
  return bans.find({ channel, subject }, at)
}

/** Undefined: a login, which is to no channel. */
function channelOf(service: RequestedService): string | undefined {
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn':
      return service.channel
    case 'apaas':
      return service.roomUuid === '' ? undefined : service.roomUuid
    default:
      return undefined
  }
}

/** Nothing of the ban is told but its end: whoever asks for any user is not told who is banned. */
function sentence(service: RequestedService, ban: Ban): string {
  const end = `until ${new Date(ban.until * 1000).toISOString().slice(0, 19)}Z`
  if (ban.subject === undefined) return `${service.type}: the channel is closed ${end}.`
  if (ban.subject === subjectOf(service)) return `${service.type}: the user is banned ${end}.`
  return `${service.type}: the token could let in a user who is banned ${end}; ask for version 007 and name the user.`
}
