import type { KnownService } from '@symbolon/token'
import type { Caller, RequestedService } from '../issue.ts'

/** Who asks, as rules see it. */
export type PolicyCaller = Pick<Caller, 'kind' | 'id' | 'claims'>

/**
 * `bound`: one user in one channel. `unbound`: any user in one channel, for its uid is empty. `wildcard`: a pattern in the
 * channel, or a pattern that is not empty in the uid.
 */
type Binding = 'bound' | 'unbound' | 'wildcard'

/** One service of a request, as rules see it. */
export interface Wish {
  readonly service: KnownService['type']
  /** channels, rooms and names of resources; empty for services that have none. A blank one is `*`, which it stands for */
  readonly channels: readonly string[]
  /** uid, account or user id, where any user is `*`; absent for services that are nobody's */
  readonly subject: string | undefined
  readonly binding: Binding
  readonly privileges: readonly string[]
}

/**
 * A 006 token signs channel and uid run together, and its holder can split them elsewhere: so rules see it as one for every
 * channel and any user.
 */
export function wishOf(service: RequestedService, version: '006' | '007' = '007'): Wish {
  const wish = boundWish(service)
  return version === '007' ? wish : { ...wish, ...bound006 }
}

const bound006 = { channels: ['*'], subject: '*', binding: 'wildcard' } as const

/** What `write` in the permissions of messaging is called in rules. */
export const writeMessages = 'writeMessages'

function boundWish(service: RequestedService): Wish {
  const channels = channelsOf(service).map((channel) => channel || '*')
  const subject = subjectOf(service)
  const wildcard = channels.some((one) => one.includes('*')) || subject?.includes('*')
  return {
    service: service.type,
    channels,
    subject: subject === '' ? '*' : subject,
    binding: wildcard ? 'wildcard' : subject === '' ? 'unbound' : 'bound',
    privileges: [...Object.keys(service.privileges), ...(writes(service) ? [writeMessages] : [])],
  }
}

function writes(service: RequestedService): boolean {
  if (service.type !== 'rtm2') return false
  return Object.values(service.permissions).some((access) => (access?.write?.length ?? 0) > 0)
}

const quiet = new Set(['joinChannel', 'play', 'login', 'user', 'roomUser', 'app'])
const messaging = new Set(['rtm', 'rtm2', 'chat', 'apaas'])

/**
 * Whether a privilege lets its user be heard. Names that are not known do. To log in to messages is to write them, so it
 * does where anybody could.
 */
export function publishes({ service, binding }: Wish, privilege: string): boolean {
  return !quiet.has(privilege) || (binding !== 'bound' && messaging.has(service))
}

function channelsOf(service: RequestedService): readonly string[] {
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn':
      return [service.channel]
    case 'apaas':
      return service.roomUuid === '' ? [] : [service.roomUuid]
    case 'rtm2':
      return Object.entries(service.permissions).flatMap(([kind, access]) =>
        kind === 'users'
          ? []
          : Object.values(access as Readonly<Record<string, readonly string[]>>).flat(),
      )
    default:
      return []
  }
}

/** Whom a service is for, as it says; undefined: nobody in particular, but the calls of a backend. */
export function subjectOf(service: RequestedService): string | undefined {
  if ('app' in service.privileges) return undefined
  switch (service.type) {
    case 'rtc':
    case 'streaming':
    case 'fcdn':
      return service.uid
    case 'rtm':
    case 'rtm2':
    case 'chat':
      return service.userId
    case 'apaas':
      return service.userUuid
    default:
      return undefined
  }
}
