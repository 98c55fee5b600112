import { changeProject } from '../../control.ts'
import type { Project } from '../../projects.ts'
import { demandProject, obey } from '../demand.ts'
import { projectView } from '../read/projects.ts'
import type { Control, ControlResult } from '../verb.ts'

/** Changes a project and shows it. @throws ControlError `PROJECT_UNKNOWN`, `RULE_BROKEN` */
export function changeAndView(
  control: Control,
  appId: string,
  change: (project: Project) => Project,
): ControlResult {
  const { platform, projects } = control
  demandProject(control, appId)
  obey('RULE_BROKEN', () => changeProject(platform.world, projects, { appId, change }))
  return { body: { project: projectView(demandProject(control, appId)) } }
}
