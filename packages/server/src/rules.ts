import { checkAccount, checkChannel, checkUserId, isTokenError } from '@symbolon/token'
import type { End, RequestedService } from './issue.ts'

/** A parameter rule that is broken. */
export interface Rule {
  readonly code: string
  readonly message: string
}

/** A parameter rule that a wish breaks. */
export interface BrokenRule extends Rule {
  /** which of the services asked for */
  readonly service: RequestedService['type']
  readonly field: string
}

/** Every parameter rule of the seeds that these services break. Runs before each token, so it allocates little. */
export function brokenRules(
  services: readonly RequestedService[],
  version: '006' | '007',
): BrokenRule[] {
  const broken: BrokenRule[] = []
  for (const service of services) judge(service, version, broken)
  return broken
}

/** The rule that `check` says is broken, if any. */
export function ruleBrokenBy(check: () => unknown): Rule | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (!isTokenError(error)) throw error
    return { code: error.code, message: error.message }
  }
}

function judge(service: RequestedService, version: '006' | '007', broken: BrokenRule[]): void {
  const note = (field: string, rule: Rule | undefined) => {
    if (rule) broken.push({ service: service.type, field, ...rule })
  }
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn': {
      const wildcards = version === '007' // 006 carries a checksum, not a name
      const { channel, uid } = service
      if (!isPlain(channel))
        note(
          'channel',
          ruleBrokenBy(() => checkChannel(channel, { wildcards })),
        )
      if (uid !== '' && !isPlain(uid))
        note(
          'uid',
          ruleBrokenBy(() => checkAccount(uid, { wildcards })),
        )
      return
    }
    case 'rtm':
    case 'rtm2':
      note('userId', userIdRule(service.userId))
      return
    case 'chat':
      if (!isForApp(service)) note('userId', userIdRule(service.userId))
      return
    case 'apaas':
      if (!isForApp(service)) note('userUuid', userIdRule(service.userUuid))
  }
}

function userIdRule(userId: string): Rule | undefined {
  return isPlain(userId) ? undefined : ruleBrokenBy(() => checkUserId(userId))
}

const plain = /^[\w-]{1,64}$/

/** Most names are plain enough to break no rule at all; asking that first is ten times quicker. */
function isPlain(text: string): boolean {
  return plain.test(text)
}

/** Whether a service is for an application's own REST calls, and so for nobody in particular. */
function isForApp({ privileges }: { privileges: Readonly<Record<string, End>> }): boolean {
  return privileges.app !== undefined
}
