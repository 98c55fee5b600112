import { type Cause, explain, type Situation } from '@symbolon/token'
import type { Ban } from '../admission/bans.ts'
import type { JoinRequest, Kind } from '../join.ts'
import type { LoginRequest } from '../login.ts'
import { admitsAppId, type Project, type Projects } from '../projects.ts'
import type { Settings } from '../settings.ts'
import { isStatic } from './project-checks.ts'

export interface CausesDeps {
  readonly projects: Projects
  readonly settings: Settings
}

export interface Refused {
  /** Unix seconds */
  readonly at: number
  /** what the platform answers: causes of this answer come first, in the order of `explain` */
  readonly outcome?: string | undefined
}

/** Why a join is refused, in the words of `explain`, which knows everything that the emulator knows. */
export function causesOf(
  request: JoinRequest,
  deps: CausesDeps,
  { at, outcome }: Refused,
): readonly Cause[] {
  const { token } = request
  const { causes } = explain(isStatic(request) ? null : token, situationOf(request, deps, at))
  return firstOf(causes, outcome)
}

/** Why a login to messaging is refused. */
export function causesOfLogin(
  request: LoginRequest,
  deps: CausesDeps,
  { at, outcome }: Refused,
): readonly Cause[] {
  const { appId, userId: account, token } = request
  const situation = { ...factsOf(appId, deps, at), account, service: 'rtm' } as const
  return firstOf(explain(isStatic(request) ? null : token, situation).causes, outcome)
}

/** Why kicking rules keep somebody out who has proved a token. `bans` are those that name them. */
export function causesOfBan(
  request: JoinRequest,
  deps: CausesDeps,
  { at, bans }: { readonly at: number; readonly bans: readonly Ban[] },
): readonly Cause[] {
  const situation = { ...situationOf(request, deps, at), bans: rulesFor(request, bans) }
  const { causes } = explain(isStatic(request) ? null : request.token, situation)
  return causes.filter(({ outcome }) => outcome === 'BANNED')
}

export interface PublishRefused {
  readonly at: number
  /** kicking rules that keep this member from it */
  readonly bans?: readonly Ban[] | undefined
  /** absent = any one would have done: the role was refused */
  readonly kind?: Kind | undefined
}

/** Why somebody may not publish, or not become host, whose token was good enough to join. */
export function causesOfPublishing(
  request: JoinRequest,
  deps: CausesDeps,
  { at, bans = [], kind }: PublishRefused,
): readonly Cause[] {
  const audience = kind !== undefined && request.role === 'audience'
  const situation: Situation = {
    ...situationOf(request, deps, at),
    clientRole: audience ? 'audience' : 'host',
    role: 'publisher',
    publish: kind && [kind],
    bans: rulesFor(request, bans),
  }
  const outcome = bans.length > 0 ? 'BANNED' : audience ? 'AUDIENCE' : 'PUBLISH_REFUSED'
  const told = explain(isStatic(request) ? null : request.token, situation).causes
  const causes = told.filter((cause) => cause.outcome === outcome)
  if (causes.length > 0) return causes
  // the App ID alone and a Channel Key show nothing of it: what the SDK reports does
  const error = audience ? 'audience can not publish stream' : 'SET_CLIENT_ROLE_NO_PERMISSION'
  return explain(null, { now: Math.floor(at), error }).causes.filter(
    (cause) => cause.outcome === outcome,
  )
}

function situationOf(request: JoinRequest, deps: CausesDeps, at: number): Situation {
  const { appId, channel, subject, role, ip } = request
  return {
    ...factsOf(appId, deps, at),
    channel,
    ...('account' in subject ? { account: subject.account } : { uid: subject.uid }),
    clientRole: role,
    ip,
  }
}

function factsOf(appId: string, { projects, settings }: CausesDeps, now: number): Situation {
  const project = projects.find(appId)
  return {
    now: Math.floor(now),
    appId,
    keyring: project && keyringOf(project, settings),
    otherProjects: projects.list().flatMap((other) => (other === project ? [] : certified(other))),
    project: project === undefined ? { known: false } : stateOf(project),
    futureSkewSeconds: settings.clockSkewSeconds,
  }
}

function stateOf(project: Project): Situation['project'] {
  return {
    known: true,
    enabled: project.enabled !== false,
    certificateEnabled: project.certificate !== undefined,
    appIdOnly: admitsAppId(project),
    coHostAuthentication: project.coHostAuthentication === true,
  }
}

function keyringOf({ certificate, secondary }: Project, settings: Settings): Situation['keyring'] {
  if (certificate === undefined) return undefined
  return {
    primary: certificate,
    secondary: secondary && {
      certificate: secondary.certificate,
      enabled: secondary.enabled !== false || settings.disabledSecondaryVerifies,
    },
  }
}

function certified({ appId, name, certificate, secondary }: Project) {
  const certificates = [certificate, secondary?.certificate].filter((text) => text !== undefined)
  return certificates.length === 0 ? [] : [{ appId, name, certificates }]
}

const privileges = {
  join_channel: 'joinChannel',
  publish_audio: 'publishAudio',
  publish_video: 'publishVideo',
} as const

/** In the words of `explain`, which knows members by the name with which they join. */
function rulesFor({ subject }: JoinRequest, bans: readonly Ban[]): Situation['bans'] {
  const name = 'account' in subject ? subject.account : subject.uid
  return bans.map(({ channel, uid, ip, until, ...ban }) => ({
    channel,
    uid: uid === undefined ? undefined : name,
    ip,
    until,
    privileges: ban.privileges.map((privilege) => privileges[privilege]),
  }))
}

function firstOf(causes: readonly Cause[], outcome: string | undefined): readonly Cause[] {
  const first = causes.filter((cause) => cause.outcome === outcome)
  return first.length === 0
    ? causes
    : [...first, ...causes.filter((cause) => !first.includes(cause))]
}
