import { type Cause, explain, type Situation } from '@symbolon/token'
import type { JoinRequest } from '../join.ts'
import { admitsAppId, type Project, type Projects } from '../projects.ts'
import { isStatic } from './project-checks.ts'

/** Why a join is refused, in the words of `explain`, which knows everything that the emulator knows. */
export function causesOf(request: JoinRequest, projects: Projects, now: number): readonly Cause[] {
  const { appId, channel, subject, token, role, ip } = request
  const project = projects.find(appId)
  const situation: Situation = {
    now: Math.floor(now),
    appId,
    channel,
    ...('account' in subject ? { account: subject.account } : { uid: subject.uid }),
    clientRole: role,
    ip,
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
  return explain(isStatic(request) ? null : token, situation).causes
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
