import { admit, refuseBanned, uidOf } from './admission/admit.ts'
import type { Ban } from './admission/bans.ts'
import { uids } from './admission/uids.ts'
import { channelKey } from './channel/channel.ts'
import { endChannel } from './channel/roster.ts'
import type { Clock, Wake } from './clock.ts'
import type { BanWish } from './control.ts'
import * as control from './control.ts'
import { type JoinRequest, joinChannel, type Sink } from './join.ts'
import { type EventLog, eventLog } from './log.ts'
import { type Login, logIn } from './login.ts'
import type { Projects } from './projects.ts'
import { Refusal } from './refusal.ts'
import { asSeen } from './seen-projects.ts'
import { endSession } from './session/end.ts'
import { enter } from './session/enter.ts'
import { interrupt } from './session/interrupt.ts'
import { type RenewalCode, renew } from './session/renew.ts'
import type { LeaveReason, Session } from './session/session.ts'
import { type Settings, settle } from './settings.ts'
import { showWithout } from './shown.ts'
import { causesOf } from './verify/causes.ts'
import { verifyJoin } from './verify/verify-join.ts'
import { verifyLogin } from './verify/verify-login.ts'
import type { World } from './world.ts'

export interface PlatformOptions {
  readonly clock: Clock
  readonly projects: Projects
  readonly settings?: Partial<Settings> | undefined
}

/** What the two stages of an admission and the console can do. Everything is synchronous; time is the clock's. */
export interface Platform {
  readonly world: World
  readonly log: EventLog
  /** The first stage: verifies, and says which uid the member gets. @throws Refusal */
  readonly authorize: (request: JoinRequest) => { readonly uid: number }
  /** The second stage, or both at once: verifies again, admits, begins the session. @throws Refusal */
  readonly join: (request: JoinRequest, sink: Sink) => Session
  /** A login to messaging: verifies, and begins nothing. @throws LoginRefusal */
  readonly login: Login
  readonly renew: (session: Session, token: string) => RenewalCode
  readonly end: (session: Session, reason: LeaveReason) => void
  readonly ban: (wish: BanWish) => Ban
  readonly liftBan: (id: number) => boolean
  /** Nothing is answered from now on, for `seconds` or until `restore`; who is in is interrupted. */
  readonly outage: (seconds?: number) => void
  readonly restore: () => void
  readonly isOut: () => boolean
  /** @returns how to stop listening */
  readonly onRestore: (listener: () => void) => () => void
  /** Ends every session and the outage, forgets bans, channels, latency and the event log; projects and time stay. */
  readonly reset: () => void
}

/** The platform: everything that decides, and nothing that has a socket. */
export function createPlatform({ clock, projects, settings }: PlatformOptions): Platform {
  const world = emptyWorld(clock, projects, settle(settings))
  const verify = verifyJoin(world)
  const join = joinChannel({ verify, admit: admit(world), enter: enter(world), now: clock.now })
  const outages = outageSwitch(world)
  let banId = 0
  return {
    world,
    log: world.log,
    authorize: (request) =>
      refusing(world, request, () => {
        outages.check()
        return promiseUid(world, verify(request, clock.now()).request)
      }),
    join: (request, sink) =>
      refusing(world, request, () => {
        outages.check()
        return join(request, sink)
      }),
    login: logIn({ verify: verifyLogin(world), isOut: outages.isOut, world }),
    renew: (session, token) => (outages.isOut() ? 'FAILURE' : renew(world, session, token)),
    end: (session, reason) => endSession(world, session, { reason }),
    ban: (wish) => control.ban(world, wish, () => ++banId),
    liftBan: (id) => control.liftBan(world, id),
    outage: outages.begin,
    restore: outages.end,
    isOut: outages.isOut,
    onRestore: outages.listen,
    reset() {
      outages.end() // first: who comes back by it is put out as well
      forget(world)
      banId = 0
    },
  }
}

/** The uid with which a join that was verified will be admitted. @throws Refusal of bans, where the setting says so */
function promiseUid(world: World, request: JoinRequest): { readonly uid: number } {
  const members = world.channels.get(channelKey(request.appId, request.channel))?.members
  const uid = uidOf(request, world.uids, (taken) => members?.has(taken) === true)
  if (world.settings.accessPointRefusesBans) {
    refuseBanned(request, world, { uid, at: world.clock.now() })
  }
  return { uid }
}

function emptyWorld(clock: Clock, projects: Projects, settings: Settings): World {
  const show = showWithout(projects)
  return {
    clock,
    projects: asSeen(projects),
    settings,
    channels: new Map(),
    bans: new Map(),
    banEnds: new Map(),
    uids: uids(),
    log: eventLog(show),
    show,
    latency: { seconds: 0 },
  }
}

function forget(world: World): void {
  for (const session of control.sessionsOf(world)) {
    endSession(world, session, { reason: 'closed', tells: { type: 'closed' } })
  }
  for (const channel of [...world.channels.values()]) endChannel(world, channel)
  control.forgetBans(world)
  world.log.clear()
  world.latency.seconds = 0
  world.uids.clear()
}

/** Does it, and writes a refusal down with its cause before it goes on to the client. */
function refusing<Result>(world: World, request: JoinRequest, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const at = world.clock.now()
    const { appId, channel, subject, mode, role } = request
    const { code: outcome, rule, message: detail } = error
    const causes =
      error.causes.length > 0 ? error.causes : causesOf(request, world, { at, outcome })
    const whom = { appId, channel, ...subject, mode, role }
    world.log.write(at, whom, { type: 'refused', outcome, rule, detail, causes })
    throw error
  }
}

function outageSwitch(world: World) {
  let out = false
  let wake: Wake | undefined
  const listeners = new Set<() => void>()
  const end = () => {
    if (!out) return
    out = false
    wake?.cancel()
    for (const listener of [...listeners]) listener()
  }
  return {
    isOut: () => out,
    check() {
      if (out) throw new Refusal('OUTAGE', { rule: 'OUTAGE', detail: 'an outage was ordered' })
    },
    begin(seconds?: number) {
      out = true
      for (const session of control.sessionsOf(world)) {
        const { sink } = session
        interrupt(world, session)
        sink({ type: 'interrupted' })
      }
      wake?.cancel()
      if (seconds !== undefined) wake = world.clock.wakeAt(world.clock.now() + seconds, end)
    },
    end,
    listen(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
