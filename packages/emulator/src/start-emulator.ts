import { isAccount } from './admission/account.ts'
import { EmulatorClock } from './clock.ts'
import type { BanTarget, BanWish } from './control.ts'
import * as control from './control.ts'
import type { EventLog } from './log.ts'
import type { LoginRequest, VerifiedLogin } from './login.ts'
import { createPlatform, type Platform } from './platform.ts'
import { type EditableProjects, inMemory, noProject, type Project, swapped } from './projects.ts'
import type { Settings } from './settings.ts'
import { type Span, spanSeconds } from './span.ts'
import { VirtualMember } from './virtual/member.ts'
import { Outbox } from './virtual/outbox.ts'
import { type JoinOptions, requestOf } from './virtual/wish.ts'

export interface EmulatorOptions {
  readonly projects: readonly Project[]
  /** default: a clock that stands at the present time until it is advanced */
  readonly clock?: EmulatorClock | undefined
  readonly settings?: Partial<Settings> | undefined
}

/** How somebody logs in to messaging (RTM, Signaling). */
export interface LoginOptions extends Omit<LoginRequest, 'appId'> {
  /** may be left out where there is one project */
  readonly appId?: string | undefined
}

/** Names a project; may be left out where there is one. */
type Target = Omit<BanTarget, 'appId' | 'uid'> & {
  readonly appId?: string | undefined
  /** integer uid, or account */
  readonly uid?: number | string | undefined
  readonly privileges?: BanWish['privileges']
}

/** The platform, in this process: no socket, no browser, and time passes when it is told to. */
export interface Emulator {
  readonly clock: EmulatorClock
  /** what happened, each refusal with its cause */
  readonly log: EventLog
  /** @throws Refusal: `code` is the platform's outcome, `causes` say why */
  readonly join: (options: JoinOptions) => VirtualMember
  /**
   * Whether this user may log in to messaging.
   *
   * @throws LoginRefusal: `outcome.rtm2` and `outcome.rtm1` are what the SDKs reject with, `causes` say why
   */
  readonly login: (options: LoginOptions) => VerifiedLogin
  /** Puts members out once; they may join again. */
  readonly expel: (target: Target) => void
  /** Puts members out and keeps them out, 60 minutes unless told otherwise. @returns the rule's id */
  readonly ban: (target: Target & { readonly for?: Span }) => number
  readonly liftBan: (id: number) => boolean
  readonly setCoHost: (on: boolean, appId?: string) => void
  readonly swapCertificates: (appId?: string) => void
  /** Any other change that the console can make. */
  readonly changeProject: (change: (project: Project) => Project, appId?: string) => void
  /** Nothing answers, for a span or until `restore`. */
  readonly outage: (span?: Span) => void
  readonly restore: () => void
  /** How long answers take: renewals here, everything where there is a gateway. Default 0 */
  readonly setLatency: (span: Span) => void
  /** Everyone out, bans and log forgotten; projects and time stay. */
  readonly reset: () => void
  readonly close: () => void
  readonly projects: EditableProjects
  readonly platform: Platform
}

const banSeconds = 3600

/**
 * Starts an emulator for tests.
 *
 * @throws RangeError when a project or a setting is not as it should be
 */
export function startEmulator(options: EmulatorOptions): Emulator {
  if (!Array.isArray(options?.projects)) {
    throw new TypeError('startEmulator({ projects: [{ appId, … }] })')
  }
  const clock = options.clock ?? new EmulatorClock()
  const projects = inMemory(options.projects)
  const platform = createPlatform({ clock, projects, settings: options.settings })
  const appIdOf = (appId?: string) => appId ?? onlyAppId(projects)
  const outbox = new Outbox()
  clock.wrapWakes(outbox.run)
  const whole = <Values extends unknown[], Result>(act: (...values: Values) => Result) => {
    return (...values: Values): Result => outbox.run(() => act(...values))
  }
  const banned = (target: Target, seconds: number) =>
    platform.ban({ ...targetOf(platform, target, appIdOf), seconds })
  return {
    clock,
    log: platform.log,
    join: whole((wish) => {
      return new VirtualMember(platform, requestOf(wish, appIdOf(wish.appId)), outbox)
    }),
    login: (wish) => platform.login({ ...wish, appId: appIdOf(wish.appId) }),
    expel: whole((target) => void banned(target, 0)),
    ban: whole(({ for: span = banSeconds, ...target }) => banned(target, spanSeconds(span)).id),
    liftBan: whole(platform.liftBan),
    ...console(platform, projects, { appIdOf, whole }),
    outage: whole((span) => platform.outage(span === undefined ? undefined : spanSeconds(span))),
    restore: whole(platform.restore),
    setLatency: (span) => {
      platform.world.latency.seconds = spanSeconds(span)
    },
    reset: whole(platform.reset),
    close: whole(() => {
      platform.reset()
      clock.stop()
    }),
    projects,
    platform,
  }
}

/** A ban for whom this project can have. @throws RangeError */
function targetOf(
  { world }: Platform,
  { uid, ...target }: Target & Pick<BanWish, 'privileges'>,
  appIdOf: (appId?: string) => string,
): Omit<BanWish, 'seconds'> {
  const appId = appIdOf(target.appId)
  if (world.projects.find(appId) === undefined) throw noProject(appId)
  if (typeof uid === 'string' && isAccount(uid)) {
    return { ...target, appId, uid: world.uids.ofAccount(appId, uid) }
  }
  if (uid === undefined) return { ...target, appId }
  if (!(typeof uid === 'number' && Number.isInteger(uid) && uid > 0 && uid < 2 ** 32)) {
    throw new RangeError('a ban names a uid from 1 to 4294967295, or an account')
  }
  return { ...target, appId, uid }
}

/** What is switched in the vendor's console, and how members feel it. */
function console(
  { world }: Platform,
  projects: EditableProjects,
  {
    appIdOf,
    whole,
  }: {
    readonly appIdOf: (appId?: string) => string
    readonly whole: (act: Emulator['changeProject']) => Emulator['changeProject']
  },
): Pick<Emulator, 'setCoHost' | 'swapCertificates' | 'changeProject'> {
  const changeProject = whole((change, given) =>
    control.changeProject(world, projects, { appId: appIdOf(given), change }),
  )
  return {
    changeProject,
    setCoHost: (on, appId) =>
      changeProject((project) => ({ ...project, coHostAuthentication: on }), appId),
    swapCertificates: (appId) => changeProject(swapped, appId),
  }
}

function onlyAppId(projects: EditableProjects): string {
  const [first, second] = projects.list()
  if (first !== undefined && second === undefined) return first.appId
  throw new RangeError('say which App ID: there is not exactly one project')
}
