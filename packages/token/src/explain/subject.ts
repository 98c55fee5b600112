import { crc32 } from '../bytes/crc32.ts'
import type { Claims007, InspectedClaims006, Service, ServiceType } from '../claims.ts'
import { matches } from '../match.ts'
import type { Subject, Told } from './finding.ts'
import { variants } from './near.ts'
import { sample } from './sample.ts'
import type { Situation } from './situation.ts'

/** What a join asks for, as text. */
export interface Asked {
  readonly type: ServiceType
  readonly channel: string | undefined
  /** `''` = the server assigns a uid */
  readonly user: string | undefined
}

/** The service that is wanted: the named one, else RTC as soon as anything of a channel is known. */
export function wantedService(situation: Situation): ServiceType | undefined {
  const { service, channel, uid, account } = situation
  if (service !== undefined) return service
  return channel === undefined && uid === undefined && account === undefined ? undefined : 'rtc'
}

/** How the join names its user: `''` when it leaves that to the server, undefined when nobody said. */
export function joinUserText({ uid, account }: Situation): string | undefined {
  if (account !== undefined) return account
  if (uid === undefined) return undefined
  if (uid === null || uid === 0) return ''
  return Number.isInteger(uid) && uid >= -0x80000000 && uid <= 0xffffffff
    ? `${uid >>> 0}`
    : `${uid}`
}

/** The services in the token that are of a kind; an RTM2 service logs in to RTM too. */
export function servicesOf(claims: Claims007, type: ServiceType): readonly Service[] {
  return claims.services.filter(
    (one) => one.type === type || (type === 'rtm' && one.type === 'rtm2'),
  )
}

/** Picks, of all services of the kind, those that fit, else the one that comes nearest. */
export function subject007(claims: Claims007, asked: Asked): Subject | undefined {
  const read = servicesOf(claims, asked.type).map((service) => told(service, asked))
  const score = ({ channel, user }: Subject) =>
    (channel?.fits === false ? 0 : 2) + (user?.fits === false ? 0 : 1)
  const best = Math.max(...read.map(score))
  const nearest = read.filter((one) => score(one) === best)
  const first = nearest[0]
  if (first === undefined) return undefined
  return best < 3 ? first : { ...first, services: nearest.flatMap(({ services }) => services) }
}

function told(service: Service, { channel, user }: Asked): Subject {
  const services = [service]
  if ('uid' in service) {
    return { services, channel: glob(service.channel, channel), user: glob(service.uid, user) }
  }
  if ('userId' in service) return { services, user: exact(service, service.userId, user) }
  if (!('userUuid' in service)) return { services }
  const room = service.roomUuid === '' ? undefined : same(service.roomUuid, channel)
  return { services, channel: room, user: exact(service, service.userUuid, user) }
}

function glob(text: string, join: string | undefined): Told | undefined {
  if (join === undefined) return undefined
  return { text, join, fits: matches(text, join), certainty: 'proved' }
}

/** A Chat or APaaS token for the whole app names no user. */
function exact(service: Service, text: string, join: string | undefined): Told | undefined {
  const wholeApp = service.type === 'chat' || service.type === 'apaas' ? service.privileges : {}
  return 'app' in wholeApp ? undefined : same(text, join)
}

function same(text: string, join: string | undefined): Told | undefined {
  if (join === undefined) return undefined
  return { text, join, fits: text === join, certainty: 'proved' }
}

/** Texts that a careless program puts where a channel or a uid should stand. */
export const emptyVariable: RegExp = /^(undefined|null|NaN|None|nil|\[object .*\])$/
const slips = ['undefined', 'null', 'NaN', 'None', 'nil', '[object Object]', '*', '0']

/** A 006 shows checksums only: candidates are all that the join and its near misses could have been. */
export interface Candidates006 {
  readonly channels: readonly string[]
  readonly users: readonly string[]
}

export function candidates006(
  claims: InspectedClaims006,
  asked: Asked,
  situation: Situation,
): Candidates006 {
  const { type, channel, user } = asked
  const twin = Number.isInteger(situation.uid) ? [`${situation.uid! | 0}`] : []
  const members = (situation.members ?? []).slice(0, 100).map(String)
  const others = [channel, user, sample.channel, ...slips, ...twin, sample.uid, ...members]
  const first = type === 'rtm' ? user : channel
  const second = type === 'rtm' ? '' : user
  return {
    channels: fitting(claims.channelCrc, first, others),
    users: fitting(claims.uidCrc, second, others),
  }
}

const longestName = 1024

/** Of the joined text, its near misses and the others, those that have the checksum; the likeliest first. */
function fitting(
  crc: number,
  join: string | undefined,
  others: readonly (string | undefined)[],
): string[] {
  const near = join === undefined || join.length > longestName ? [] : variants(join)
  const texts = new Set([
    join,
    '',
    ...near,
    ...others.filter((one) => (one?.length ?? 0) <= longestName),
  ])
  return [...texts].filter((text): text is string => {
    // half a surrogate pair has the checksum of U+FFFD, but nobody can sign it
    return text !== undefined && crc32(text) === crc && !/\p{Surrogate}/u.test(text)
  })
}

/** @param bind - channel and uid that the signature proved, if it did */
export function subject006(
  { channels, users }: Candidates006,
  asked: Asked,
  bind: { readonly channel: string; readonly uid: string } | undefined,
): Subject {
  const certainty = bind === undefined ? 'likely' : 'proved'
  const first = bind?.channel ?? channels[0]
  const second = bind?.uid ?? users[0]
  const one = (
    text: string | undefined,
    join: string | undefined,
    anyUser: boolean,
  ): Told | undefined =>
    join === undefined
      ? undefined
      : { text, join, fits: text === join || (anyUser && text === ''), certainty }
  if (asked.type === 'rtm') {
    // the user stands in the place of the channel, and the place of the uid is empty
    const user = one(first, asked.user, false)
    return {
      services: [],
      user: user && second !== '' ? { ...user, text: second, fits: false } : user,
    }
  }
  return {
    services: [],
    channel: one(first, asked.channel, false),
    user: one(second, asked.user, true),
  }
}
