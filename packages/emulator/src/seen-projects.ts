import type { Project, Projects } from './projects.ts'

/** The console's projects as the platform sees them: what was changed there may count some time later. */
export interface SeenProjects extends Projects {
  /** From now on the platform sees this; undefined = what the console shows. */
  readonly show: (appId: string, project: Project | undefined) => void
}

export function asSeen(projects: Projects): SeenProjects {
  const late = new Map<string, Project>()
  return {
    find: (appId) => late.get(appId) ?? projects.find(appId),
    list: () => projects.list().map((project) => late.get(project.appId) ?? project),
    show(appId, project) {
      if (project === undefined) late.delete(appId)
      else late.set(appId, project)
    },
  }
}
