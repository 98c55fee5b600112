import { checkChannel, isTokenError } from '@symbolon/token'
import type { JoinRequest } from '../join.ts'
import type { LoginRequest } from '../login.ts'
import type { LoginOutcomeName } from '../login-outcomes.ts'
import type { OutcomeName } from '../outcomes.ts'
import { admitsAppId, type Project } from '../projects.ts'
import type { RuleName } from '../rules.ts'

/** One check that needs no token to be read. */
interface ProjectCheck<Request, Name extends string> {
  /** place in the order of all checks; 6 to 13 are `verify` of @symbolon/token */
  readonly step: number
  readonly outcome: Name
  readonly rule: RuleName
  /** why it fails, or undefined */
  readonly fails: (request: Request, project: Project | undefined) => string | undefined
}

/** What a join and a login have in common. */
type Asked = Pick<JoinRequest & LoginRequest, 'appId' | 'token'>
type CommonCheck = ProjectCheck<Asked, OutcomeName & LoginOutcomeName>

const appChecks: readonly CommonCheck[] = [
  {
    step: 1,
    outcome: 'BAD_APP',
    rule: 'APP_KNOWN',
    fails: (_, project) => (project === undefined ? 'no project has this App ID' : undefined),
  },
  {
    step: 2,
    outcome: 'INACTIVE',
    rule: 'PROJECT_ENABLED',
    fails: (_, project) => (project?.enabled === false ? 'the project is disabled' : undefined),
  },
]

const keyChecks: readonly CommonCheck[] = [
  {
    step: 4,
    outcome: 'STATIC_ON_DYNAMIC',
    rule: 'APP_ID_ONLY',
    fails: (request, project) =>
      isStatic(request) && !admitsAppId(project!)
        ? 'the project wants a token; the App ID alone does not admit'
        : undefined,
  },
  {
    step: 5,
    outcome: 'DYNAMIC_ON_STATIC',
    rule: 'TOKEN_NEEDS_CERTIFICATE',
    fails: (request, project) =>
      !isStatic(request) && project!.certificate === undefined
        ? 'the project has no certificate, so no token can be proved'
        : undefined,
  },
]

/** In the order in which they are made, which is a guess (rule CHECK_ORDER). */
export const projectChecks: readonly ProjectCheck<JoinRequest, OutcomeName>[] = [
  ...appChecks,
  {
    step: 3,
    outcome: 'BAD_CHANNEL',
    rule: 'CHANNEL_NAME',
    fails: ({ channel }) => channelFault(channel),
  },
  ...keyChecks,
]

/** Those of a login, in the same order; the user id stands in the place of the channel name. */
export const loginChecks: readonly ProjectCheck<LoginRequest, LoginOutcomeName>[] = [
  ...appChecks,
  {
    step: 3,
    outcome: 'BAD_USER',
    rule: 'LOGIN_USER',
    fails: ({ userId }) =>
      /^[\x20-\x7e]{1,64}$/.test(userId) ? undefined : 'a user id is 1 to 64 characters of ASCII',
  },
  ...keyChecks,
]

/** Whether it is a join or login with the App ID alone: the SDKs send the App ID as key then. */
export function isStatic({ token, appId }: { token: string | null; appId: string }): boolean {
  return token === null || token === '' || token === appId
}

function channelFault(channel: string): string | undefined {
  try {
    checkChannel(channel)
    return undefined
  } catch (error) {
    if (isTokenError(error)) return error.message
    throw error
  }
}
