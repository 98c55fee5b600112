import type { Project } from '@symbolon/emulator'
import {
  type Authority,
  type Certificate,
  openCertificate,
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
  { store, masterKey, close }: Authority,
  onFault: (error: unknown) => void,
): Promise<Mirror> {
  const opened = (project: RegisteredProject): Project => {
    return emulatedProject(project, (one) => openCertificate(masterKey, project, one))
  }
  let revision = await store.revision()
  const projects = (await store.listProjects()).map(opened)
  const known = new Map(projects.map((project) => [project.appId, JSON.stringify(project)]))
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  async function look(set: (project: Project) => void): Promise<void> {
    const latest = await store.revision()
    if (latest === revision) return
    for (const registered of await store.listProjects()) {
      const project = opened(registered)
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
function emulatedProject(
  project: RegisteredProject,
  reveal: (certificate: Certificate) => string,
): Project {
  const { appId, name, createdAt, enabled, appIdOnly, coHost } = project
  const [primary, secondary] = [primaryOf(project), secondaryOf(project)]
  return {
    ...{ appId, name, createdAt, enabled, appIdOnly },
    coHostAuthentication: coHost.enabled,
    certificate: primary && reveal(primary),
    secondary: secondary && {
      certificate: reveal(secondary),
      enabled: secondary.enabled,
    },
  }
}
