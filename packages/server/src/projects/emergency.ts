import type { Act } from '../act.ts'
import type { Note } from '../audit/note.ts'
import { ServerError } from '../errors.ts'
import type { Toll } from '../record/ledger.ts'
import type { Store } from '../store/store.ts'
import { byHand, type ProjectAct } from './by-hand.ts'
import { type NewCertificate, replacePrimary } from './change-project.ts'
import { newCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject, secondaryOf } from './registered-project.ts'

/** The way out when the certificate that signs has leaked, and its tokens cannot be waited for. */
export interface Emergency {
  /** What {@link rotate} would do, without doing it. @throws ServerError as it would */
  readonly plan: (appId: string, wish: EmergencyWish, act: Act) => Promise<Planned>
  /**
   * The secondary certificate signs from now on, one that is added if there is none; what the primary one signed is
   * refused at once. Whole or not at all.
   *
   * @throws ServerError `PROJECT_UNKNOWN`, `CERTIFICATE_PRIMARY_MISSING`, `CERTIFICATE_DISABLED` when the secondary is off,
   * `CERTIFICATE_EXISTS` when `secret` has no place, `CERTIFICATE_UNKNOWN` when a linked project needs one
   */
  readonly rotate: (appId: string, wish: EmergencyWish, act: Act) => Promise<Rotated>
}

interface EmergencyWish {
  /** the certificate that the vendor's console added; for a linked project without a secondary one */
  readonly secret?: string | undefined
  readonly reason: string
  /** Unix seconds, by the clock of tokens */
  readonly tokenAt: number
}

interface Planned {
  readonly project: RegisteredProject
  /** whose tokens are refused */
  readonly refused: string
  /** what signs instead; absent: one that is yet to be made */
  readonly signs?: string | undefined
  /** absent: it could not be counted */
  readonly toll?: Toll | undefined
  readonly byHand: readonly string[]
}

interface Rotated extends Planned {
  readonly signs: string
}

const mostChannels = 20

export function openEmergency(store: Store, masterKey: Uint8Array): Emergency {
  const tollOf = (certificateId: string, at: number) =>
    store.ledger.tollOf(certificateId, at, mostChannels)
  /** What is added, and what the project is then. */
  const change = (project: RegisteredProject, { secret, reason }: EmergencyWish, at: number) => {
    const made = successor(project, { masterKey, secret })
    return { made, changed: replacePrimary(project, { made, at, reason }) }
  }
  return {
    plan: async (appId, wish, { at }) => {
      const project = await store.findProject(appId.toLowerCase())
      if (project === undefined) {
        throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
      }
      const { made } = change(project, wish, at) // throws what keeps it from being done
      const refused = primaryOf(project)!.id
      const signs = made === undefined ? secondaryOf(project)?.id : undefined
      const toll = await tollOf(refused, wish.tokenAt)
      return { project, refused, signs, toll, byHand: stepsOf(project, made) }
    },
    rotate: async (appId, wish, act) => {
      let made: NewCertificate | undefined
      const project = await store.changeProject(
        appId.toLowerCase(),
        (before) => {
          const done = change(before, wish, act.at)
          made = done.made
          return done.changed
        },
        (after) => noteOf(after, wish.reason, act),
      )
      const { refused, signs } = outcome(project)
      // it is done: whoever cannot be told what it cost must not be led to do it again
      const toll = await tollOf(refused, wish.tokenAt).catch(() => undefined)
      return { project, refused, signs, toll, byHand: stepsOf(project, made) }
    },
  }
}

function outcome(rotated: RegisteredProject) {
  return { refused: secondaryOf(rotated)!.id, signs: primaryOf(rotated)!.id }
}

function noteOf(after: RegisteredProject, reason: string, act: Act): Note {
  const about = { ...outcome(after), reason }
  return { chain: after.appId, action: 'certificate.emergency', ...act, about }
}

/** Undefined where there is a secondary one to take its place. */
function successor(
  project: RegisteredProject,
  { masterKey, secret }: { readonly masterKey: Uint8Array; readonly secret: string | undefined },
): NewCertificate | undefined {
  if (secondaryOf(project) !== undefined && secret === undefined) return undefined
  if (project.origin === 'linked' && secret === undefined) {
    const detail = "a linked project needs the certificate that the vendor's console added"
    throw new ServerError('CERTIFICATE_UNKNOWN', detail)
  }
  return newCertificate(masterKey, project.appId, secret)
}

function stepsOf(project: RegisteredProject, made: NewCertificate | undefined): string[] {
  const added: ProjectAct[] = made === undefined ? [] : ['add secondary']
  const acts: ProjectAct[] = [...added, 'swap', 'disable secondary']
  return acts.flatMap((act) => byHand(project, act))
}
