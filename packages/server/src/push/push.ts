import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { inspect } from '@symbolon/token'
import type { Act } from '../act.ts'
import type { Note } from '../audit/note.ts'
import type { Credentials, Issue, Issued } from '../issue.ts'
import { decodeTokenBody } from '../v1/decode-token-body.ts'
import { endOf, type ListenerFacts, listenerOf } from './listener.ts'
import type { Place } from './place.ts'
import { type StreamLimits, Streams } from './streams.ts'

/** What is pushed to those who listen to this process. */
export interface Push {
  /** A stream for who holds a token. @throws ServerError, see `listenerOf` and `Streams.add` */
  readonly listen: (token: string, request: IncomingMessage) => Readable
  /** Makes a token, if somebody listens, and pushes it. @throws ServerError, as asking for a token does */
  readonly giveToken: (gift: Gift) => Promise<Given>
  /** Asks for a token of their own back end. @returns how many streams it reached */
  readonly reauthenticate: (place: Place, withinSeconds: number, act: Act) => Promise<number>
  /** Ends all streams. */
  readonly close: () => void
}

/** Whom to give which token, and by whose leave. */
interface Gift {
  readonly place: Place
  /** whether the subject is a number */
  readonly numeric: boolean
  readonly role: 'publisher' | 'subscriber'
  readonly expiresInSeconds?: number | undefined
  /** of who asks for it: the policy decides what they may give */
  readonly credentials: Credentials
}

interface Given {
  /** streams that took it */
  readonly reached: number
  /** absent: nobody listened, and no token was made */
  readonly issued?: Issued
}

export interface PushDeps extends ListenerFacts {
  readonly issue: Issue
  /** Unix seconds; the clock that judges tokens */
  readonly tokenNow: () => number
  readonly limits: StreamLimits
  /** the address of who asks, as it is counted */
  readonly ipOf: (request: IncomingMessage) => string
  /** writes down what an owner did */
  readonly note: (note: Note) => Promise<void>
}

const sweepMs = 1000

/** Opens nothing but a timer, which keeps no process alive. */
export function openPush({ issue, tokenNow, limits, ipOf, note, ...facts }: PushDeps): Push {
  const streams = new Streams(limits)
  const sweep = () => {
    const now = tokenNow()
    streams.sweep(now, (listener) => endOf(listener, facts, now))
  }
  const timer = setInterval(sweep, sweepMs).unref()
  return {
    listen: (token, request) => streams.add(listenerOf(token, facts, tokenNow()), ipOf(request)),
    giveToken: async ({ place, credentials, ...wish }) => {
      if (streams.reach(place) === 0) return { reached: 0 }
      const issued = await issue(credentials, requestFor(place, wish))
      sweep() // who was banned while it was made is not given it
      const { token, issuedAt, expiresAt, renewAt } = issued
      const data = { token, role: roleIn(token), issuedAt, expiresAt, renewAt }
      return { reached: streams.send(place, { event: 'token', data }), issued }
    },
    reauthenticate: async (place, withinSeconds, act) => {
      const { appId: chain, channel, subject } = place
      const about = { channel, subject, withinSeconds }
      await note({ chain, action: 'subject.reauthenticate', ...act, about })
      const reached = streams.send(place, { event: 'reauthenticate', data: { withinSeconds } })
      streams.endBy(place, tokenNow() + withinSeconds)
      return reached
    },
    close: () => {
      clearInterval(timer)
      streams.close()
    },
  }
}

/** The same request as that of an app for one user. */
function requestFor(
  { appId, channel, subject }: Place,
  { numeric, role, expiresInSeconds }: Omit<Gift, 'place' | 'credentials'>,
) {
  const named = numeric ? { uid: Number(subject) } : { account: subject }
  const body = { appId, expiresInSeconds, rtc: { channel, ...named, role } }
  return { ...decodeTokenBody(body, []), dialect: 'push' }
}

/** As the policy left it: a cap may have taken away what makes a publisher. */
function roleIn(token: string): 'publisher' | 'subscriber' {
  const { claims } = inspect(token)
  const services = claims.version === '007' ? claims.services : []
  const names = services.flatMap(({ privileges }) => Object.keys(privileges))
  return names.some((name) => name.startsWith('publish')) ? 'publisher' : 'subscriber'
}
