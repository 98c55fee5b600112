import { checkAccount, checkChannel, checkUserId, isTokenError } from '@symbolon/token'
import type { End, RequestedService } from './issue.ts'

/** A parameter rule that a wish breaks. */
export interface BrokenRule {
  /** which of the services asked for */
  readonly service: RequestedService['type']
  readonly field: string
  readonly code: string
  readonly message: string
}

/** Every parameter rule of the seeds that these services break. */
export function brokenRules(
  services: readonly RequestedService[],
  version: '006' | '007',
): BrokenRule[] {
  const broken: BrokenRule[] = []
  for (const service of services) {
    for (const [field, check] of checksOf(service, version)) {
      const rule = ruleBrokenBy(check)
      if (rule) broken.push({ service: service.type, field, ...rule })
    }
  }
  return broken
}

/** The rule that `check` says is broken, if any. */
export function ruleBrokenBy(check: () => unknown): { code: string; message: string } | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (!isTokenError(error)) throw error
    return { code: error.code, message: error.message }
  }
}

type Check = readonly [field: string, check: () => unknown]

function checksOf(service: RequestedService, version: '006' | '007'): Check[] {
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn': {
      const options = { wildcards: version === '007' } // 006 carries a checksum, not a name
      const { channel, uid } = service
      const user: Check = ['uid', () => checkAccount(uid, options)]
      return [['channel', () => checkChannel(channel, options)], ...(uid === '' ? [] : [user])]
    }
    case 'rtm':
    case 'rtm2':
      return [['userId', () => checkUserId(service.userId)]]
    case 'chat':
      return isFor(service, 'app') ? [] : [['userId', () => checkUserId(service.userId)]]
    case 'apaas':
      return isFor(service, 'app') ? [] : [['userUuid', () => checkUserId(service.userUuid)]]
    default:
      return []
  }
}

/** Whether a service is for an application's own REST calls, and so for nobody in particular. */
function isFor({ privileges }: { privileges: Readonly<Record<string, End>> }, name: string) {
  return privileges[name] !== undefined
}
