import { type Cause, explain, type Situation } from '@symbolon/token'
import type { JoinRequest } from '../join.ts'
import type { LoginRequest } from '../login.ts'
import { admitsAppId, type Project, type Projects } from '../projects.ts'
import { isStatic } from './project-checks.ts'

/** Why a join is refused, in the words of `explain`, which knows everything that the emulator knows. */
export function causesOf(request: JoinRequest, projects: Projects, now: number): readonly Cause[] {
  const { appId, channel, subject, token, role, ip } = request
  const situation: Situation = {
    ...factsOf(appId, projects, now),
    channel,
    ...('account' in subject ? { account: subject.account } : { uid: subject.uid }),
    clientRole: role,
    ip,
  }
  return explain(isStatic(request) ? null : token, situation).causes
}

/** Why a login to messaging is refused. */
export function causesOfLogin(
  request: LoginRequest,
  projects: Projects,
  now: number,
): readonly Cause[] {
  const { appId, userId: account, token } = request
  const situation = { ...factsOf(appId, projects, now), account, service: 'rtm' } as const
  return explain(isStatic(request) ? null : token, situation).causes
}

function factsOf(appId: string, projects: Projects, now: number): Situation {
  const project = projects.find(appId)
  return {
    now: Math.floor(now),
    appId,
    keyring: project && keyringOf(project),
    otherProjects: projects.list().flatMap((other) => (other === project ? [] : certified(other))),
    project: {
      known: project !== undefined,
      enabled: project?.enabled !== false,
      certificateEnabled: project?.certificate !== undefined,
      appIdOnly: project !== undefined && admitsAppId(project),
      coHostAuthentication: project?.coHostAuthentication === true,
    },
  }
}

function keyringOf({ certificate, secondary }: Project): Situation['keyring'] {
  if (certificate === undefined) return undefined
  return {
    primary: certificate,
    secondary: secondary && {
      certificate: secondary.certificate,
      enabled: secondary.enabled !== false,
    },
  }
}

function certified({ appId, name, certificate, secondary }: Project) {
  const certificates = [certificate, secondary?.certificate].filter((text) => text !== undefined)
  return certificates.length === 0 ? [] : [{ appId, name, certificates }]
}
