import { EmulatorClock } from './clock.ts'
import type { BanTarget, BanWish } from './control.ts'
import * as control from './control.ts'
import type { ClientRole, JoinRequest, Profile } from './join.ts'
import type { EventLog } from './log.ts'
import type { LoginRequest, VerifiedLogin } from './login.ts'
import { createPlatform, type Platform } from './platform.ts'
import { type EditableProjects, inMemory, type Project, swapped } from './projects.ts'
import type { Settings } from './settings.ts'
import { type Span, spanSeconds } from './span.ts'
import { VirtualMember } from './virtual/member.ts'

export interface EmulatorOptions {
  readonly projects: readonly Project[]
  /** default: a clock that stands at the present time until it is advanced */
  readonly clock?: EmulatorClock | undefined
  readonly settings?: Partial<Settings> | undefined
}

/** How a virtual member joins; names and defaults as in the Web SDK. */
export interface JoinOptions {
  /** may be left out where there is one project */
  readonly appId?: string | undefined
  readonly channel: string
  /** null = with the App ID alone */
  readonly token: string | null
  /** integer, or string account; 0, null or absent = the platform assigns one */
  readonly uid?: number | string | null | undefined
  /** default "audience" in live, everyone is a host in rtc */
  readonly role?: ClientRole | undefined
  /** default "live" */
  readonly mode?: Profile | undefined
  readonly ip?: string | undefined
}

/** How somebody logs in to messaging (RTM, Signaling). */
export interface LoginOptions extends Omit<LoginRequest, 'appId'> {
  /** may be left out where there is one project */
  readonly appId?: string | undefined
}

/** Names a project; may be left out where there is one. */
type Target = Omit<BanTarget, 'appId'> & { readonly appId?: string | undefined }

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
  readonly ban: (
    target: Target & { readonly for?: Span; readonly privileges?: BanWish['privileges'] },
  ) => number
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
  const clock = options.clock ?? new EmulatorClock()
  const projects = inMemory(options.projects)
  const platform = createPlatform({ clock, projects, settings: options.settings })
  const appIdOf = (appId?: string) => appId ?? onlyAppId(projects)
  return {
    clock,
    log: platform.log,
    join: (wish) => new VirtualMember(platform, requestOf(wish, appIdOf(wish.appId))),
    login: (wish) => platform.login({ ...wish, appId: appIdOf(wish.appId) }),
    expel: (target) => {
      platform.ban({ ...target, appId: appIdOf(target.appId), seconds: 0 })
    },
    ban: ({ for: span = banSeconds, ...target }) =>
      platform.ban({ ...target, appId: appIdOf(target.appId), seconds: spanSeconds(span) }).id,
    liftBan: platform.liftBan,
    ...console(platform, projects, appIdOf),
    outage: (span) => platform.outage(span === undefined ? undefined : spanSeconds(span)),
    restore: platform.restore,
    setLatency: (span) => {
      platform.world.latency.seconds = spanSeconds(span)
    },
    reset: platform.reset,
    close() {
      platform.reset()
      clock.stop()
    },
    projects,
    platform,
  }
}

/** What is switched in the vendor's console, and how members feel it. */
function console(
  { world }: Platform,
  projects: EditableProjects,
  appIdOf: (appId?: string) => string,
): Pick<Emulator, 'setCoHost' | 'swapCertificates' | 'changeProject'> {
  const changeProject: Emulator['changeProject'] = (change, given) => {
    control.changeProject(world, projects, { appId: appIdOf(given), change })
  }
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

function requestOf(options: JoinOptions, appId: string): JoinRequest {
  const { channel, token, uid, mode = 'live', role = 'audience', ip } = options
  const subject =
    typeof uid === 'string' && uid !== '' ? { account: uid } : { uid: Number(uid || 0) }
  return { appId, channel, token, subject, role, mode, ip }
}
