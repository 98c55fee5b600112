import { randomBytes } from 'node:crypto'
import { mint } from '@symbolon/token'
import { ServerError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { byHand, type ProjectAct } from './by-hand.ts'
import * as change from './change-project.ts'
import { newCertificate, openCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject } from './registered-project.ts'

/** A project after an act, and what is left to do in the vendor's console. */
export interface Changed {
  readonly project: RegisteredProject
  readonly byHand: readonly string[]
}

export interface NewProject {
  readonly name: string
  /** absent = one is made, and the project is local */
  readonly appId?: string | undefined
  /** of an imported project; absent = it has none */
  readonly certificate?: string | undefined
  /** of a made one: begins without a certificate, "App ID only" */
  readonly appIdOnly?: boolean | undefined
}

interface TempToken {
  readonly token: string
  /** Unix seconds */
  readonly issuedAt: number
  readonly expiresAt: number
}

/** The seeds' project console: what an owner does with projects and certificates. `at` is Unix seconds. */
export interface Console {
  readonly list: () => Promise<readonly RegisteredProject[]>
  /** @throws ServerError `PROJECT_UNKNOWN` */
  readonly show: (appId: string) => Promise<RegisteredProject>
  /** @throws ServerError `PROJECT_EXISTS` */
  readonly create: (wish: NewProject, at: number) => Promise<Changed>
  readonly rename: (appId: string, name: string) => Promise<Changed>
  readonly setEnabled: (appId: string, enabled: boolean) => Promise<Changed>
  /** for a linked project what its operator says of the vendor's console */
  readonly setCoHost: (appId: string, wish: CoHostWish) => Promise<Changed>
  /** `secret`: one of the vendor's console; absent = one is made */
  readonly enablePrimary: (
    appId: string,
    secret: string | undefined,
    at: number,
  ) => Promise<Changed>
  readonly addSecondary: (appId: string, secret: string | undefined, at: number) => Promise<Changed>
  readonly swap: (appId: string, at: number) => Promise<Changed>
  readonly switchSecondary: (appId: string, enabled: boolean) => Promise<Changed>
  readonly deleteCertificate: (appId: string, id: string, at: number) => Promise<Changed>
  readonly deleteNoCertificate: (appId: string) => Promise<Changed>
  /** the secret itself */
  readonly reveal: (appId: string, id: string) => Promise<string>
  /** P7: 24 hours, one channel, any uid, RTC alone, by the primary certificate */
  readonly tempToken: (appId: string, channel: string, at: number) => Promise<TempToken>
}

interface CoHostWish {
  readonly enabled: boolean
  readonly by: string
  readonly at: number
}

const daySeconds = 86_400

export function openConsole(store: Store, masterKey: Uint8Array): Console {
  const show = async (appId: string) => {
    const project = await store.findProject(appId.toLowerCase())
    if (project === undefined) throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
    return project
  }
  return {
    list: store.listProjects,
    show,
    create: async (wish, at) => {
      const project = newProject(wish, masterKey, at)
      await store.addProject(project)
      return { project, byHand: [] }
    },
    ...projectActs(changer(store)),
    ...certificateActs(changer(store), masterKey),
    reveal: async (appId, id) => {
      const project = await show(appId)
      const found = project.certificates.find((one) => one.id === id)
      if (found === undefined) {
        throw new ServerError('CERTIFICATE_UNKNOWN', 'the project has no such certificate')
      }
      return openCertificate(masterKey, project, found)
    },
    tempToken: async (appId, channel, at) =>
      makeTempToken(await show(appId), { masterKey, channel, at }),
  }
}

type Act = (
  appId: string,
  name: ProjectAct,
  how: (project: RegisteredProject) => RegisteredProject,
) => Promise<Changed>

function changer(store: Store): Act {
  return async (appId, name, how) => {
    const project = await store.changeProject(appId.toLowerCase(), how)
    return { project, byHand: byHand(project, name) }
  }
}

function projectActs(act: Act): Pick<Console, 'rename' | 'setEnabled' | 'setCoHost'> {
  return {
    rename: (appId, name) => act(appId, 'rename', (project) => ({ ...project, name })),
    setEnabled: (appId, enabled) =>
      act(appId, enabled ? 'enable' : 'disable', (project) => ({ ...project, enabled })),
    setCoHost: (appId, { enabled, by, at }) =>
      act(appId, enabled ? 'co-host on' : 'co-host off', (project) => ({
        ...project,
        coHost: { enabled, confirmedAt: at, confirmedBy: by },
      })),
  }
}

function certificateActs(act: Act, masterKey: Uint8Array) {
  const adding =
    (name: 'enable primary' | 'add secondary', how: typeof change.enablePrimary) =>
    (appId: string, secret: string | undefined, at: number) =>
      act(appId, name, (project) =>
        how(project, newCertificate(masterKey, project.appId, secret), at),
      )
  return {
    enablePrimary: adding('enable primary', change.enablePrimary),
    addSecondary: adding('add secondary', change.addSecondary),
    swap: (appId, at) => act(appId, 'swap', (project) => change.swapCertificates(project, at)),
    switchSecondary: (appId, enabled) =>
      act(appId, enabled ? 'enable secondary' : 'disable secondary', (project) =>
        change.switchSecondary(project, enabled),
      ),
    deleteCertificate: (appId, id, at) =>
      act(appId, 'delete certificate', (project) => change.deleteCertificate(project, id, at)),
    deleteNoCertificate: (appId) => act(appId, 'delete No Certificate', change.deleteNoCertificate),
  } satisfies Partial<Console>
}

function newProject(
  { name, appId, certificate, appIdOnly = false }: NewProject,
  masterKey: Uint8Array,
  at: number,
): RegisteredProject {
  const made = (id: string, secret?: string) => newCertificate(masterKey, id, secret)
  if (appId === undefined) {
    const own = randomBytes(16).toString('hex')
    const primary = appIdOnly ? undefined : made(own)
    return change.createProject({ appId: own, name, origin: 'local' }, primary, at)
  }
  const given = appId.toLowerCase()
  const primary = certificate === undefined ? undefined : made(given, certificate)
  return change.createProject({ appId: given, name, origin: 'linked' }, primary, at)
}

function makeTempToken(
  project: RegisteredProject,
  { masterKey, channel, at }: { masterKey: Uint8Array; channel: string; at: number },
): TempToken {
  const primary = primaryOf(project)
  if (primary === undefined) {
    throw new ServerError('CERTIFICATE_PRIMARY_MISSING', 'the project has no primary certificate')
  }
  const privileges = {
    joinChannel: daySeconds,
    publishAudio: daySeconds,
    publishVideo: daySeconds,
    publishData: daySeconds,
  }
  const token = mint(
    {
      version: '007',
      appId: project.appId,
      issuedAt: at,
      expiresInSeconds: daySeconds,
      services: [{ type: 'rtc', channel, uid: '', privileges }],
    },
    openCertificate(masterKey, project, primary),
  )
  return { token, issuedAt: at, expiresAt: at + daySeconds }
}
