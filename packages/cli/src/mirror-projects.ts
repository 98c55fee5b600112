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

/**
 * @param onFault - the database cannot be read, or a project of it not be opened or taken by the emulator: that one stays as it
 *   was there, and the others go on
 */
export async function mirrorProjects(
  { store, masterKey, close }: Authority,
  onFault: (error: unknown) => void,
): Promise<Mirror> {
  const known = new Map<string, string>()
  let revision: string | undefined
  /** Hands on what is new or was changed. */
  async function look(set: (project: Project) => void): Promise<void> {
    const latest = await store.revision()
    if (latest === revision) return
    for (const registered of await store.listProjects()) {
      try {
        const project = emulatedProject(registered, masterKey)
        const text = JSON.stringify(project)
        if (known.get(project.appId) === text) continue
        set(project)
        known.set(project.appId, text)
      } catch (error) {
        onFault(error)
      }
    }
    revision = latest // read before the projects: what changed meanwhile is read again
  }
  const projects: Project[] = []
  await look((project) => projects.push(project))
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
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

/** A project as the platform's console has it. @throws Error when a certificate cannot be opened */
function emulatedProject(project: RegisteredProject, masterKey: Uint8Array): Project {
  const { appId, name, createdAt, enabled, appIdOnly, coHost } = project
  const [primary, secondary] = [primaryOf(project), secondaryOf(project)]
  const opened = (one: Certificate) => openCertificate(masterKey, project, one)
  return {
    ...{ appId, name, createdAt, enabled, appIdOnly },
    coHostAuthentication: coHost.enabled,
    certificate: primary && opened(primary),
    secondary: secondary && { certificate: opened(secondary), enabled: secondary.enabled },
  }
}
