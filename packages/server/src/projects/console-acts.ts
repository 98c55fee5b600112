import type { Act } from '../act.ts'
import type { Note } from '../audit/note.ts'
import type { Store } from '../store/store.ts'
import { byHand, type ProjectAct } from './by-hand.ts'
import * as change from './change-project.ts'
import type { Changed, Console, ProjectWish } from './console.ts'
import { newCertificate } from './keyring.ts'
import { primaryOf, type RegisteredProject, secondaryOf } from './registered-project.ts'

/** What is done to a project: what it is called, how, and what the audit says of it. */
interface ProjectChange {
  readonly name: ProjectAct | readonly ProjectAct[]
  readonly how: (project: RegisteredProject) => RegisteredProject
  readonly noted: (after: RegisteredProject, before: RegisteredProject) => Noted
}

type Noted = Pick<Note, 'action' | 'about'>

export type Change = (appId: string, act: Act, what: ProjectChange) => Promise<Changed>

export function changer(store: Store): Change {
  return async (appId, act, { name, how, noted }) => {
    const chain = appId.toLowerCase()
    const project = await store.changeProject(chain, how, (after, before) => {
      return { chain, ...act, ...noted(after, before) }
    })
    return { project, byHand: [name].flat().flatMap((one) => byHand(project, one)) }
  }
}

export function projectActs(
  doing: Change,
): Pick<Console, 'change' | 'rename' | 'setEnabled' | 'setCoHost'> {
  const changeTo: Console['change'] = (appId, wish, act) =>
    doing(appId, act, {
      name: namesOf(wish),
      how: (project) => changed(project, wish, act),
      noted: () => ({ action: 'project.changed', about: wish }),
    })
  return {
    change: changeTo,
    rename: (appId, name, act) => changeTo(appId, { name }, act),
    setEnabled: (appId, enabled, act) => changeTo(appId, { enabled }, act),
    setCoHost: (appId, coHost, act) => changeTo(appId, { coHost }, act),
  }
}

function namesOf({ name, enabled, coHost }: ProjectWish): ProjectAct[] {
  return [
    ...(name === undefined ? [] : (['rename'] as const)),
    ...(enabled === undefined ? [] : [enabled ? ('enable' as const) : ('disable' as const)]),
    ...(coHost === undefined ? [] : [`co-host ${coHost ? 'on' : 'off'}` as const]),
  ]
}

function changed(
  project: RegisteredProject,
  wish: ProjectWish,
  { by, at }: Act,
): RegisteredProject {
  const { name = project.name, enabled = project.enabled, audit = project.audit, coHost } = wish
  const others = { ...project, name, enabled, audit }
  if (coHost === undefined) return others
  return { ...others, coHost: { enabled: coHost, confirmedAt: at, confirmedBy: by.id } }
}

type CertificateActs = Pick<
  Console,
  | 'enablePrimary'
  | 'addSecondary'
  | 'swap'
  | 'switchSecondary'
  | 'switchCertificate'
  | 'deleteNoCertificate'
>

export function certificateActs(doing: Change, masterKey: Uint8Array): CertificateActs {
  const adding =
    (name: 'enable primary' | 'add secondary', how: typeof change.enablePrimary) =>
    (appId: string, secret: string | undefined, act: Act) =>
      doing(appId, act, {
        name,
        how: (project) => how(project, newCertificate(masterKey, project.appId, secret), act.at),
        noted: (after, before) => ({ action: 'certificate.added', about: added(after, before) }),
      })
  const switching = (
    appId: string,
    { act, enabled }: { readonly act: Act; readonly enabled: boolean },
    how: ProjectChange['how'],
  ) =>
    doing(appId, act, {
      name: enabled ? 'enable secondary' : 'disable secondary',
      how,
      noted: (after) => ({
        action: enabled ? 'certificate.enabled' : 'certificate.disabled',
        about: { id: secondaryOf(after)?.id },
      }),
    })
  return {
    enablePrimary: adding('enable primary', change.enablePrimary),
    addSecondary: adding('add secondary', change.addSecondary),
    swap: (appId, act) =>
      doing(appId, act, {
        name: 'swap',
        how: (project) => change.swapCertificates(project, act.at),
        noted: (after) => ({
          action: 'certificate.swapped',
          about: { primary: primaryOf(after)?.id, secondary: secondaryOf(after)?.id },
        }),
      }),
    switchSecondary: (appId, enabled, act) =>
      switching(appId, { act, enabled }, (project) => change.switchSecondary(project, enabled)),
    switchCertificate: (appId, { id, enabled }, act) =>
      switching(appId, { act, enabled }, (project) =>
        change.switchCertificate(project, id, enabled),
      ),
    deleteNoCertificate: (appId, act) =>
      doing(appId, act, {
        name: 'delete No Certificate',
        how: change.deleteNoCertificate,
        noted: () => ({ action: 'no-certificate.deleted', about: {} }),
      }),
  }
}

/** The certificate that was not there before. */
function added(after: RegisteredProject, before: RegisteredProject): object {
  const known = new Set(before.certificates.map(({ id }) => id))
  const made = after.certificates.find(({ id }) => !known.has(id))
  return { id: made?.id, place: made?.place, fingerprint: made?.fingerprint }
}
