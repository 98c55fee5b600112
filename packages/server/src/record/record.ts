import type { GrantEntry, RequestedService } from '../issue.ts'
import { clean } from '../observe/clean.ts'
import { type Log, QuickFields } from '../observe/log.ts'

/** Writes one line per grant: who asked, what was granted, until when. It is never given the token. */
export function recordGrant(log: Log): (entry: GrantEntry) => void {
  return (entry) => {
    if (entry.grant.warnings.length === 0) log.info(new GrantFields(entry), 'issued')
    else log.warn(new GrantFields(entry), 'issued')
  }
}

class GrantFields extends QuickFields {
  private readonly entry: GrantEntry

  constructor(entry: GrantEntry) {
    super()
    this.entry = entry
  }

  override data(): object {
    const { caller, dialect, grant, issuedAt, expiresAt, requestId } = this.entry
    const { version, appId, warnings } = grant
    const rules = grant.rules?.map(clean)
    const services = grant.services.map(summary)
    const codes = warnings.length === 0 ? undefined : warnings.map(({ code }) => code)
    const { id } = caller
    const about = { caller: id, dialect, appId, version, services, issuedAt, expiresAt }
    return { ...about, rules, warnings: codes, requestId }
  }

  override json(): string {
    const { caller, dialect, grant, issuedAt, expiresAt, requestId } = this.entry
    const { version, appId, services, warnings, rules } = grant
    const [service] = services
    const plain = services.length === 1 && warnings.length === 0 && service!.type === 'rtc'
    const ends = plain ? endsJson(service!.privileges) : undefined
    if (ends === undefined) return JSON.stringify(this.data())
    const { channel, uid } = service as { readonly channel: string; readonly uid: string }
    const place = `"channel":${quoted(channel)},"uid":${quoted(uid)}`
    const head = `{"caller":${quoted(caller.id)},"dialect":"${dialect}","appId":"${appId}","version":"${version}"`
    const by = rules === undefined ? '' : `,"rules":[${rules.map(quoted).join(',')}]`
    const name = requestId === undefined ? '' : `,"requestId":"${requestId}"`
    const rest = `"issuedAt":${issuedAt},"expiresAt":${expiresAt}${by}${name}}`
    return `${head},"services":[{"type":"rtc",${place},"privileges":{${ends}}}],${rest}`
  }
}

function quoted(text: string): string {
  const plain = /^[\w .-]{0,256}$/.test(text) && !text.includes('sym_')
  return plain ? `"${text}"` : JSON.stringify(clean(text))
}

/** Undefined when a name or an end needs more than to be written as it is. */
function endsJson(privileges: RequestedService['privileges']): string | undefined {
  let text = ''
  for (const name in privileges) {
    const end = privileges[name]
    if (typeof end !== 'number' || !/^\w+$/.test(name)) return undefined
    text += `${text === '' ? '' : ','}"${name}":${end}`
  }
  return text
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
