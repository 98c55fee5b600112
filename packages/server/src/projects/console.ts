import { randomBytes } from 'node:crypto'
import { checkChannel, mint } from '@symbolon/token'
import { daySeconds } from '../day.ts'
import { ServerError } from '../errors.ts'
import type { Drain, LedgerEntry } from '../record/ledger.ts'
import type { Store } from '../store/store.ts'
import { tokenIdOf } from '../token-id.ts'
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
  /** several things as one act */
  readonly change: (appId: string, wish: ProjectWish) => Promise<Changed>
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
  /** as `switchSecondary`, by its id: nothing happens to another that was swapped into its place meanwhile */
  readonly switchCertificate: (appId: string, id: string, enabled: boolean) => Promise<Changed>
  /** @throws ServerError `CERTIFICATE_DRAINING` while tokens of it live, unless there is a reason */
  readonly deleteCertificate: (appId: string, id: string, wish: Deletion) => Promise<Changed>
  /** how many tokens of each certificate are still about: of those that are not deleted */
  readonly drains: (appId: string, at: number) => Promise<ReadonlyMap<string, Drain>>
  readonly deleteNoCertificate: (appId: string) => Promise<Changed>
  /** the secret itself */
  readonly reveal: (appId: string, id: string) => Promise<string>
  /** P7: 24 hours, one channel, any uid, RTC alone, by the primary certificate */
  readonly tempToken: (appId: string, channel: string, wish: TempWish) => Promise<TempToken>
}

/** What is absent stays. */
interface ProjectWish {
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly coHost?: CoHostWish | undefined
}

interface TempWish {
  /** who asks for it, as the ledger calls them */
  readonly by: string
  readonly at: number
}

interface Deletion {
  readonly at: number
  /** why it cannot wait until its tokens have ended */
  readonly reason?: string | undefined
}

interface CoHostWish {
  readonly enabled: boolean
  readonly by: string
  readonly at: number
}

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
    deleteCertificate: async (appId, id, { at, reason }) => {
      if (reason === undefined) await refuseDraining(store, id, at)
      return await changer(store)(appId, 'delete certificate', (project) =>
        change.deleteCertificate(project, id, { at, reason }),
      )
    },
    drains: async (appId, at) => {
      const drains = new Map<string, Drain>()
      for (const { id, place } of (await show(appId)).certificates) {
        if (place !== undefined) drains.set(id, await store.ledger.drainOf(id, at))
      }
      return drains
    },
    reveal: async (appId, id) => {
      const project = await show(appId)
      const found = project.certificates.find((one) => one.id === id)
      if (found === undefined) {
        throw new ServerError('CERTIFICATE_UNKNOWN', 'the project has no such certificate')
      }
      return openCertificate(masterKey, project, found)
    },
    tempToken: async (appId, channel, { by, at }) => {
      const made = makeTempToken(await show(appId), { masterKey, channel, at })
      await store.ledger.write([{ ...made.entry, callerKind: 'owner', callerId: by }])
      return { token: made.token, issuedAt: at, expiresAt: made.entry.expiresAt }
    },
  }
}

/** A certificate that is deleted signs nothing any more, so what is counted here can only become less. */
async function refuseDraining({ ledger }: Store, id: string, at: number): Promise<void> {
  const { unexpiredTokens, lastEndsAt } = await ledger.drainOf(id, at)
  if (lastEndsAt === undefined) return
  const end = new Date(lastEndsAt * 1000).toISOString().slice(0, 16)
  throw new ServerError(
    'CERTIFICATE_DRAINING',
    `${unexpiredTokens} tokens that it signed have not ended; the last does at ${end}Z`,
  )
}

type Act = (
  appId: string,
  names: ProjectAct | readonly ProjectAct[],
  how: (project: RegisteredProject) => RegisteredProject,
) => Promise<Changed>

function changer(store: Store): Act {
  return async (appId, names, how) => {
    const project = await store.changeProject(appId.toLowerCase(), how)
    return { project, byHand: [names].flat().flatMap((name) => byHand(project, name)) }
  }
}

function projectActs(act: Act): Pick<Console, 'change' | 'rename' | 'setEnabled' | 'setCoHost'> {
  const changeTo: Console['change'] = (appId, wish) =>
    act(appId, namesOf(wish), (project) => changed(project, wish))
  return {
    change: changeTo,
    rename: (appId, name) => changeTo(appId, { name }),
    setEnabled: (appId, enabled) => changeTo(appId, { enabled }),
    setCoHost: (appId, coHost) => changeTo(appId, { coHost }),
  }
}

function namesOf({ name, enabled, coHost }: ProjectWish): ProjectAct[] {
  return [
    ...(name === undefined ? [] : (['rename'] as const)),
    ...(enabled === undefined ? [] : [enabled ? ('enable' as const) : ('disable' as const)]),
    ...(coHost === undefined ? [] : [`co-host ${coHost.enabled ? 'on' : 'off'}` as const]),
  ]
}

function changed(project: RegisteredProject, wish: ProjectWish): RegisteredProject {
  const { name = project.name, enabled = project.enabled, coHost } = wish
  if (coHost === undefined) return { ...project, name, enabled }
  const confirmed = { confirmedAt: coHost.at, confirmedBy: coHost.by }
  return { ...project, name, enabled, coHost: { enabled: coHost.enabled, ...confirmed } }
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
    switchCertificate: (appId, id, enabled) =>
      act(appId, enabled ? 'enable secondary' : 'disable secondary', (project) =>
        change.switchCertificate(project, id, enabled),
      ),
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
): { readonly token: string; readonly entry: Omit<LedgerEntry, 'callerKind' | 'callerId'> } {
  checkChannel(channel, { wildcards: false })
  const primary = primaryOf(project)
  if (!project.enabled) throw new ServerError('PROJECT_DISABLED', 'the project is disabled')
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
  const entry = {
    ...{ tokenId: tokenIdOf(token), nth: 0, appId: project.appId, certificateId: primary.id },
    ...{ service: 'rtc', channel, subject: '', publishes: true, dialect: 'temp-token' },
    ...{ issuedAt: at, expiresAt: at + daySeconds },
  }
  return { token, entry }
}
