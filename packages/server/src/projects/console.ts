import { randomBytes } from 'node:crypto'
import type { Act } from '../act.ts'
import { BanIndex } from '../bans/ban-index.ts'
import { ServerError } from '../errors.ts'
import type { Drain } from '../record/ledger.ts'
import type { Store } from '../store/store.ts'
import { createProject, deleteCertificate } from './change-project.ts'
import { certificateActs, changer, projectActs } from './console-acts.ts'
import { newCertificate, openCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject } from './registered-project.ts'
import { makeTempToken } from './temp-token.ts'

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

/** The seeds' project console: what an owner does with projects and certificates. Each act is noted in the audit. */
export interface Console {
  readonly list: () => Promise<readonly RegisteredProject[]>
  /** @throws ServerError `PROJECT_UNKNOWN` */
  readonly show: (appId: string) => Promise<RegisteredProject>
  /** @throws ServerError `PROJECT_EXISTS` */
  readonly create: (wish: NewProject, act: Act) => Promise<Changed>
  /** several things as one act */
  readonly change: (appId: string, wish: ProjectWish, act: Act) => Promise<Changed>
  readonly rename: (appId: string, name: string, act: Act) => Promise<Changed>
  readonly setEnabled: (appId: string, enabled: boolean, act: Act) => Promise<Changed>
  /** for a linked project what its operator says of the vendor's console */
  readonly setCoHost: (appId: string, enabled: boolean, act: Act) => Promise<Changed>
  /** `secret`: one of the vendor's console; absent = one is made */
  readonly enablePrimary: (appId: string, secret: string | undefined, act: Act) => Promise<Changed>
  readonly addSecondary: (appId: string, secret: string | undefined, act: Act) => Promise<Changed>
  readonly swap: (appId: string, act: Act) => Promise<Changed>
  readonly switchSecondary: (appId: string, enabled: boolean, act: Act) => Promise<Changed>
  /** as `switchSecondary`, by its id: nothing happens to another that was swapped into its place meanwhile */
  readonly switchCertificate: (appId: string, wish: Switch, act: Act) => Promise<Changed>
  /** @throws ServerError `CERTIFICATE_DRAINING` while tokens of it live, unless there is a reason */
  readonly deleteCertificate: (appId: string, wish: Deletion, act: Act) => Promise<Changed>
  /** how many tokens of each certificate are still about: of those that are not deleted */
  readonly drains: (appId: string, at: number) => Promise<ReadonlyMap<string, Drain>>
  readonly deleteNoCertificate: (appId: string, act: Act) => Promise<Changed>
  /** the secret itself, once it is noted who saw it */
  readonly reveal: (appId: string, id: string, act: Act) => Promise<string>
  /**
   * P7: 24 hours, one channel, any uid, RTC alone, by the primary certificate.
   *
   * @throws ServerError `SUBJECT_BANNED` while it would let in who is banned
   */
  readonly tempToken: (appId: string, channel: string, act: Act) => Promise<TempToken>
}

/** What is absent stays. */
export interface ProjectWish {
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  readonly coHost?: boolean | undefined
  readonly audit?: RegisteredProject['audit'] | undefined
}

interface Switch {
  readonly id: string
  readonly enabled: boolean
}

interface Deletion {
  readonly id: string
  /** why it cannot wait until its tokens have ended */
  readonly reason?: string | undefined
}

export function openConsole(store: Store, masterKey: Uint8Array): Console {
  const show = (appId: string) => shown(store, appId)
  return {
    list: store.listProjects,
    show,
    create: async (wish, act) => {
      const project = newProject(wish, masterKey, act.at)
      const action = project.origin === 'local' ? 'project.created' : 'project.imported'
      const { name, appIdOnly } = project
      const about = { name, appIdOnly, certificate: primaryOf(project)?.id }
      await store.addProject(project, { chain: project.appId, action, ...act, about })
      return { project, byHand: [] }
    },
    ...projectActs(changer(store)),
    ...certificateActs(changer(store), masterKey),
    ...certificateVerbs(store, masterKey),
    tempToken: async (appId, channel, act) => {
      const { by, at } = act
      const project = await show(appId)
      const made = makeTempToken(project, { masterKey, channel, at })
      await refuseOpenTo(store, { appId: project.appId, channel, at })
      const { tokenId, certificateId, expiresAt, appId: chain } = made.entry
      const about = { tokenId, certificateId, channel, expiresAt }
      await store.record(
        [{ ...made.entry, callerKind: by.kind, callerId: by.id }],
        [{ chain, action: 'token.temporary', ...act, about }],
      )
      return { token: made.token, issuedAt: at, expiresAt }
    },
  }
}

/**
 * A temporary token lets in any user of its channel, so also one who is banned.
 *
 * @throws ServerError `SUBJECT_BANNED`
 */
async function refuseOpenTo(
  store: Store,
  { appId, channel, at }: { readonly appId: string; readonly channel: string; readonly at: number },
): Promise<void> {
  const own = (await store.standingBans(at)).filter((ban) => ban.appId === appId)
  const ban = new BanIndex(own).find({ channel, subject: '' }, at)
  if (ban === undefined) return
  const message = `the channel is closed, or somebody is banned from it, until ${utc(ban.until)}`
  throw new ServerError('SUBJECT_BANNED', message)
}

async function shown(store: Store, appId: string): Promise<RegisteredProject> {
  const project = await store.findProject(appId.toLowerCase())
  if (project !== undefined) return project
  throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
}

type CertificateVerbs = Pick<Console, 'deleteCertificate' | 'drains' | 'reveal'>

function certificateVerbs(store: Store, masterKey: Uint8Array): CertificateVerbs {
  const show = (appId: string) => shown(store, appId)
  return {
    deleteCertificate: async (appId, { id, reason }, act) => {
      if (reason === undefined) await refuseDraining(store, await show(appId), { id, at: act.at })
      return await changer(store)(appId, act, {
        name: 'delete certificate',
        how: (project) => deleteCertificate(project, id, { at: act.at, reason }),
        noted: () => ({ action: 'certificate.deleted', about: { id, reason } }),
      })
    },
    drains: async (appId, at) => {
      const drains = new Map<string, Drain>()
      for (const { id, place } of (await show(appId)).certificates) {
        if (place !== undefined) drains.set(id, await store.ledger.drainOf(id, at))
      }
      return drains
    },
    reveal: async (appId, id, act) => {
      const project = await show(appId)
      const found = project.certificates.find((one) => one.id === id)
      if (found === undefined) {
        throw new ServerError('CERTIFICATE_UNKNOWN', 'the project has no such certificate')
      }
      const secret = openCertificate(masterKey, project, found)
      const chain = project.appId
      await store.audit.write([{ chain, action: 'certificate.revealed', ...act, about: { id } }])
      return secret
    },
  }
}

/** How long a server may go on signing with a certificate after it was swapped: it has not heard of it yet. */
const unheardSeconds = 60

/** A certificate that is deleted signs nothing any more, so what is counted here can only become less. */
async function refuseDraining(
  { ledger }: Store,
  project: RegisteredProject,
  { id, at }: { readonly id: string; readonly at: number },
): Promise<void> {
  const { certificates } = deleteCertificate(project, id, { at }) // could it be done at all?
  const { unexpiredTokens, lastEndsAt } = await ledger.drainOf(id, at)
  if (lastEndsAt !== undefined) {
    const message = `${unexpiredTokens} tokens that it signed have not ended; the last does at ${utc(lastEndsAt)}`
    throw new ServerError('CERTIFICATE_DRAINING', message)
  }
  const since = certificates.find((one) => one.id === id)?.drainingSince ?? 0
  if (project.origin === 'linked' && at < since + unheardSeconds) {
    const message = `a server may have signed with it until just now; wait until ${utc(since + unheardSeconds)}`
    throw new ServerError('CERTIFICATE_DRAINING', message)
  }
}

function utc(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16)}Z`
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
    return createProject({ appId: own, name, origin: 'local' }, primary, at)
  }
  const given = appId.toLowerCase()
  const primary = certificate === undefined ? undefined : made(given, certificate)
  return createProject({ appId: given, name, origin: 'linked' }, primary, at)
}
