import { type Project, projectId } from '../../projects.ts'
import type { Rest } from '../verb.ts'

/** A project as this API shows it, with its primary certificate: only here, and only to the customer. */
export function projectJson({ startedAt }: Rest, project: Project) {
  return {
    id: projectId(project),
    name: nameOf(project),
    vendor_key: project.appId,
    sign_key: project.certificate ?? '',
    recording_server: project.recordingServer ?? null,
    status: project.enabled === false ? 0 : 1,
    created: Math.floor(project.createdAt ?? startedAt),
  }
}

export function nameOf({ name, appId }: Project): string {
  return name ?? appId
}
