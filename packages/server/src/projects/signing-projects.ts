import { type KeptFresh, keepFresh } from '../keep-fresh.ts'
import type { CompiledPolicy } from '../policies/judge.ts'
import { ProjectPolicies } from '../policies/project-policies.ts'
import type { Project } from '../project/project.ts'
import type { Store } from '../store/store.ts'
import { openCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject, secondaryOf } from './registered-project.ts'

/** A project as issuing needs it: with its secrets, opened. */
export interface SigningProject {
  readonly appId: string
  /** what signs; absent = the App ID alone is all there is */
  readonly certificate: string | undefined
  /** absent in the stateless mode */
  readonly certificateId?: string | undefined
  /** proves tokens, never signs them; absent also when it is disabled */
  readonly secondaryCertificate?: string | undefined
  /** made here: the real platform knows nothing of it and refuses its tokens */
  readonly demo: boolean
  readonly enabled: boolean
  /** what callers may have; absent = whatever they ask for */
  readonly policy?: CompiledPolicy | undefined
  /** whether a token waits until it is written down; see RegisteredProject */
  readonly audit?: RegisteredProject['audit']
}

/** The projects that tokens are issued for, as they are now. */
export interface SigningProjects {
  /** of this App ID, in any letter case; without one the server's own, which is the first */
  readonly find: (appId?: string) => SigningProject | undefined
  readonly list: () => readonly SigningProject[]
}

/** The stateless mode: one project, of the environment, whose certificates can be exchanged. */
export interface OneProject extends SigningProjects {
  readonly recertify: (certificates: Omit<Project, 'appId' | 'demo'>) => void
}

export function oneProject({ appId, ...rest }: Project): OneProject {
  let own: SigningProject = { appId, ...rest, enabled: true }
  const folded = appId.toLowerCase()
  const isOwn = (asked: string | undefined) =>
    asked === undefined || asked === appId || asked.toLowerCase() === folded
  return {
    find: (asked) => (isOwn(asked) ? own : undefined),
    list: () => [own],
    recertify: ({ certificate, secondaryCertificate }) => {
      own = { ...own, certificate, secondaryCertificate }
    },
  }
}

/** Those of a store, kept in memory and read again when somebody changed one. */
export type StoredProjects = SigningProjects & KeptFresh

/** @param onFault - projects cannot be read, or one of them cannot be opened */
export async function storedProjects(
  store: Store,
  masterKey: Uint8Array,
  onFault: (error: unknown) => void,
): Promise<StoredProjects> {
  let projects: readonly SigningProject[] = []
  let byAppId = new Map<string, SigningProject>()
  const policies = new ProjectPolicies()
  /** One that cannot be opened is closed; the others are as they are. */
  const openOrClosed = (project: RegisteredProject): SigningProject => {
    try {
      return signingProject(project, masterKey)
    } catch (error) {
      onFault(error)
      return { appId: project.appId, certificate: undefined, demo: false, enabled: false }
    }
  }
  const fresh = await keepFresh({
    name: 'projects',
    revision: store.revision,
    read: async () => [await store.listProjects(), await store.listPolicies()] as const,
    take: ([registered, kept]) => {
      const rules = policies.update(registered, kept, onFault)
      projects = registered.map((project) => ({
        ...openOrClosed(project),
        policy: rules.get(project.appId),
      }))
      byAppId = new Map(projects.map((project) => [project.appId, project]))
    },
    onFault,
  })
  return {
    ...fresh,
    find: (appId) => {
      if (appId === undefined) return projects[0]
      return byAppId.get(appId) ?? byAppId.get(appId.toLowerCase())
    },
    list: () => projects,
  }
}

/** @throws Error when a certificate cannot be opened */
export function signingProject(project: RegisteredProject, masterKey: Uint8Array): SigningProject {
  const { appId, origin, enabled, audit } = project
  const primary = primaryOf(project)
  const secondary = secondaryOf(project)
  return {
    appId,
    certificate: primary && openCertificate(masterKey, project, primary),
    certificateId: primary?.id,
    secondaryCertificate: secondary?.enabled
      ? openCertificate(masterKey, project, secondary)
      : undefined,
    demo: origin === 'local',
    enabled,
    audit,
  }
}
