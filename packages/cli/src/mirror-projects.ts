import type { Project } from '@symbolon/emulator'
import {
  type Authority,
  type Certificate,
  primaryOf,
  type RegisteredProject,
  secondaryOf,
} from '@symbolon/server/project'

const lookMs = 1000

/** Tells the emulator what became of the projects in the database, within a second. */
export interface Mirror {
  /** as they are at the beginning */
  readonly projects: readonly Project[]
  /** from now on `set` hears of each that is new or was changed */
  readonly follow: (set: (project: Project) => void) => void
  readonly stop: () => Promise<void>
}

/** @param onFault - the database cannot be read, or the emulator does not take a project: it stays as it was there */
export async function mirrorProjects(
  { store, console, close }: Authority,
  onFault: (error: unknown) => void,
): Promise<Mirror> {
  const opened = async (project: RegisteredProject): Promise<Project> => {
    const reveal = ({ id }: Certificate) => console.reveal(project.appId, id)
    return await emulatedProject(project, reveal)
  }
  let revision = await store.revision()
  const projects = await Promise.all((await store.listProjects()).map(opened))
  const known = new Map(projects.map((project) => [project.appId, JSON.stringify(project)]))
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  async function look(set: (project: Project) => void): Promise<void> {
    const latest = await store.revision()
    if (latest === revision) return
    for (const registered of await store.listProjects()) {
      const project = await opened(registered)
      const text = JSON.stringify(project)
      if (known.get(project.appId) === text) continue
      set(project)
      known.set(project.appId, text)
    }
    revision = latest
  }
  return {
    projects,
    follow: (set) => {
      timer = setInterval(() => {
        looking ??= look(set)
          .catch(onFault)
          .finally(() => {
            looking = undefined
          })
      }, lookMs).unref()
    },
    stop: async () => {
      clearInterval(timer)
      await looking
      await close()
    },
  }
}

/** A project as the platform's console has it. */
async function emulatedProject(
  project: RegisteredProject,
  reveal: (certificate: Certificate) => Promise<string>,
): Promise<Project> {
  const { appId, name, createdAt, enabled, appIdOnly, coHost } = project
  const [primary, secondary] = [primaryOf(project), secondaryOf(project)]
  return {
    ...{ appId, name, createdAt, enabled, appIdOnly },
    coHostAuthentication: coHost.enabled,
    certificate: primary && (await reveal(primary)),
    secondary: secondary && {
      certificate: await reveal(secondary),
      enabled: secondary.enabled,
    },
  }
}
