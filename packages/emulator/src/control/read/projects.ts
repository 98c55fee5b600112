import { admitsAppId, type Project, projectId } from '../../projects.ts'
import type { ControlVerb } from '../verb.ts'

/** `GET /emulator/v1/projects`: without their certificates. */
export const readProjects: ControlVerb = ({ projects }) => ({
  body: { projects: projects.list().map(projectView) },
})

/** What may be seen of a project. */
export function projectView(project: Project) {
  const { appId, name, enabled, certificate, secondary, coHostAuthentication } = project
  return {
    appId,
    id: projectId(project),
    name: name ?? null,
    enabled: enabled !== false,
    appIdOnly: admitsAppId(project),
    coHostAuthentication: coHostAuthentication === true,
    primaryCertificate: certificate !== undefined,
    secondaryCertificate: secondary === undefined ? null : { enabled: secondary.enabled !== false },
  }
}
