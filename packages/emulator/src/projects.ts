import { certificatesIn } from './shown.ts'

/** What the platform's console keeps of a project. Certificates are secrets: they leave this package in no event. */
export interface Project {
  /** 32 hexadecimal characters */
  readonly appId: string
  /** how the platform's REST names it. Default: the App ID */
  readonly id?: string | undefined
  readonly name?: string | undefined
  /** Unix seconds */
  readonly createdAt?: number | undefined
  /** kept and given back, not used: address of the old recording server */
  readonly recordingServer?: string | undefined
  /** false = disabled in the console. Default true */
  readonly enabled?: boolean | undefined
  /** primary App Certificate; absent = none was ever enabled */
  readonly certificate?: string | undefined
  readonly secondary?:
    | { readonly certificate: string; readonly enabled?: boolean | undefined }
    | undefined
  /** "No Certificate": joins with the App ID alone are admitted. Default: true without a certificate, else false */
  readonly appIdOnly?: boolean | undefined
  /** co-host authentication. Default false */
  readonly coHostAuthentication?: boolean | undefined
}

/** Where projects come from: a list in memory, a file, or the token server's own. */
export interface Projects {
  readonly find: (appId: string) => Project | undefined
  readonly list: () => readonly Project[]
  /** every certificate that is or was in use, none of which may show. Default: those of the list */
  readonly certificates?: (() => Iterable<string>) | undefined
}

/** Projects that can be changed while the emulator runs, as in the console. */
export interface EditableProjects extends Projects {
  /** @throws RangeError when there is no such project, or the change would break a rule of the console */
  readonly change: (appId: string, change: (project: Project) => Project) => void
  /** @throws RangeError when there is one with this App ID or id, or it breaks a rule of the console */
  readonly add: (project: Project) => void
}

const hex32 = /^[0-9a-fA-F]{32}$/

/** @throws RangeError that names the project and the rule it breaks */
export function inMemory(projects: readonly Project[]): EditableProjects {
  const byId = new Map<string, Project>()
  const certificates = new Set<string>()
  const keep = (project: Project) => {
    byId.set(project.appId, project)
    for (const certificate of certificatesIn(project)) certificates.add(certificate)
  }
  const add = (project: Project) => {
    checkProject(project)
    const id = projectId(project)
    if (byId.has(project.appId) || [...byId.values()].some((other) => projectId(other) === id)) {
      throw new RangeError(`project ${short(project.appId)} is given twice`)
    }
    keep(project)
  }
  for (const project of projects) add(project)
  return {
    find: (appId) => byId.get(appId),
    list: () => [...byId.values()],
    certificates: () => certificates,
    change(appId, change) {
      const project = byId.get(appId)
      if (project === undefined) throw noProject(appId)
      const changed = change(project)
      checkProject(changed)
      if (changed.appId !== appId || projectId(changed) !== projectId(project)) {
        throw new RangeError('a project keeps its App ID and its id')
      }
      keep(changed)
    },
    add,
  }
}

/** Names no more of it than tells it apart: it may be a certificate that was put in its place. */
export function noProject(appId: string): RangeError {
  return new RangeError(`there is no project ${short(appId)}`)
}

function short(appId: string): string {
  return appId.length > 8 ? `${appId.slice(0, 8)}…` : appId
}

/** How the platform's REST names a project. */
export function projectId({ id, appId }: Project): string {
  return id ?? appId
}

/** "No Certificate" as it stands: P1 of the rules. */
export function admitsAppId(project: Project): boolean {
  return project.appIdOnly ?? project.certificate === undefined
}

/** Exchanges the primary with the enabled secondary certificate. Tokens of both go on being valid. */
export function swapped(project: Project): Project {
  const { certificate, secondary } = project
  if (certificate === undefined || secondary === undefined || secondary.enabled === false) {
    throw new RangeError('only a primary and an enabled secondary certificate can be swapped')
  }
  return {
    ...project,
    certificate: secondary.certificate,
    secondary: { certificate, enabled: true },
  }
}

const fields: {
  readonly [name in keyof Required<Project>]: 'string' | 'number' | 'boolean' | 'object'
} = {
  appId: 'string',
  id: 'string',
  name: 'string',
  createdAt: 'number',
  recordingServer: 'string',
  enabled: 'boolean',
  certificate: 'string',
  secondary: 'object',
  appIdOnly: 'boolean',
  coHostAuthentication: 'boolean',
}

function checkProject(project: Project): void {
  if (typeof project !== 'object' || project === null)
    throw new RangeError('a project is an object')
  for (const [name, value] of Object.entries(project)) {
    const kind = (fields as Readonly<Record<string, string>>)[name]
    if (kind === undefined) throw new RangeError(`a project has no field "${name.slice(0, 40)}"`)
    if (value !== undefined && typeof value !== kind) {
      throw new RangeError(`a project's ${name} is a ${kind}`)
    }
  }
  if (project.secondary !== undefined) checkSecondary(project.secondary)
  checkKeys(project)
}

function checkSecondary(secondary: NonNullable<Project['secondary']>): void {
  const { certificate, enabled, ...others } = secondary ?? {}
  const wellFormed =
    typeof certificate === 'string' &&
    (enabled === undefined || typeof enabled === 'boolean') &&
    Object.keys(others).length === 0
  if (!wellFormed) {
    throw new RangeError("a project's secondary is { certificate, enabled }, or is left out")
  }
}

function checkKeys({ appId, certificate, secondary }: Project): void {
  if (!hex32.test(appId)) throw new RangeError('an App ID is 32 hexadecimal characters')
  for (const secret of [certificate, secondary?.certificate]) {
    if (secret !== undefined && !hex32.test(secret)) {
      throw new RangeError(`project ${short(appId)}: a certificate is 32 hexadecimal characters`)
    }
  }
  if (secondary !== undefined && certificate === undefined) {
    throw new RangeError(`project ${short(appId)}: a secondary certificate needs a primary one`)
  }
}
