import type { ServiceType } from '../claims.ts'
import { type Case, type Finding, found } from './finding.ts'
import { servicesOf } from './subject.ts'

/** Whether the wanted service is in the token at all. */
export function hasService({ claims, wanted }: Pick<Case, 'claims' | 'wanted'>): boolean {
  if (wanted === undefined) return true
  if (claims.version === '007') return servicesOf(claims, wanted).length > 0
  const { rtmLogin, joinChannel } = claims.privileges
  if (wanted === 'rtm') return rtmLogin !== undefined
  // a 006 without either privilege is a poor RTC token: which privilege lacks is said elsewhere
  return wanted === 'rtc' && (joinChannel !== undefined || rtmLogin === undefined)
}

export function* service(c: Case): Iterable<Finding> {
  const { claims, wanted } = c
  if (wanted === undefined || hasService(c)) return
  const types: readonly (ServiceType | number)[] =
    claims.version === '007'
      ? claims.services.map(({ type }) => type)
      : [claims.privileges.rtmLogin === undefined ? 'rtc' : 'rtm']
  const values = { join: wanted, token: [...new Set(types)].join(', ') || 'none' }
  const messaging = types.includes('rtm') || types.includes('rtm2')
  const wantsMessaging = wanted === 'rtm' || wanted === 'rtm2'
  if (wanted === 'rtc' && messaging) yield found('RTM_TOKEN_FOR_RTC', 'proved', values)
  else if (wantsMessaging && types.includes('rtc'))
    yield found('RTC_TOKEN_FOR_RTM', 'proved', values)
  else yield found('SERVICE_MISSING', 'proved', values)
}
