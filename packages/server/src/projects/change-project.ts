import { ServerError } from '../errors.ts'
import {
  type Certificate,
  primaryOf,
  type RegisteredProject,
  secondaryOf,
} from './registered-project.ts'

/**
 * What may be done to a project, by the rules of the vendor's console (platform-semantics §2, P1 to P10). Each takes
 * the project as it is and gives it as it shall be; `at` is Unix seconds.
 */

/** P1: "App ID only" begins without a certificate, "secured" with a primary one and without "No Certificate". */
export function createProject(
  { appId, name, origin }: Pick<RegisteredProject, 'appId' | 'name' | 'origin'>,
  primary: NewCertificate | undefined,
  at: number,
): RegisteredProject {
  const project: RegisteredProject = {
    appId,
    name,
    origin,
    enabled: true,
    appIdOnly: primary === undefined,
    coHost: { enabled: false },
    certificates: [],
    createdAt: at,
    audit: 'strict',
  }
  return primary === undefined ? project : enablePrimary(project, primary, at)
}

/** A certificate that was made or imported, and sealed. */
export type NewCertificate = Pick<Certificate, 'id' | 'sealed' | 'fingerprint' | 'last4'>

/** P2: "No Certificate" stays, so both kinds of clients are admitted. @throws ServerError `CERTIFICATE_EXISTS` */
export function enablePrimary(
  project: RegisteredProject,
  made: NewCertificate,
  at: number,
): RegisteredProject {
  if (primaryOf(project) !== undefined) {
    throw new ServerError('CERTIFICATE_EXISTS', 'the project has a primary certificate')
  }
  return adding(project, {
    ...made,
    place: 'primary',
    enabled: true,
    createdAt: at,
    activatedAt: at,
  })
}

/** P6: only beside a primary one. @throws ServerError `CERTIFICATE_PRIMARY_MISSING`, `CERTIFICATE_EXISTS` */
export function addSecondary(
  project: RegisteredProject,
  made: NewCertificate,
  at: number,
): RegisteredProject {
  needPrimary(project)
  if (secondaryOf(project) !== undefined) {
    throw new ServerError('CERTIFICATE_EXISTS', 'the project has a secondary certificate')
  }
  return adding(project, { ...made, place: 'secondary', enabled: true, createdAt: at })
}

/** P8: the secondary signs from now on; what the primary signed is admitted as long as that stays enabled. */
export function swapCertificates(project: RegisteredProject, at: number): RegisteredProject {
  const primary = needPrimary(project)
  const secondary = needSecondary(project)
  if (!secondary.enabled) {
    throw new ServerError('CERTIFICATE_DISABLED', 'the secondary certificate is disabled')
  }
  return replacing(project, {
    [primary.id]: { ...primary, place: 'secondary', drainingSince: at },
    [secondary.id]: {
      ...secondary,
      place: 'primary',
      activatedAt: secondary.activatedAt ?? at,
      drainingSince: undefined,
    },
  })
}

/**
 * For a primary certificate that leaked: the secondary signs from now on, or `made` where there is none, and what the
 * primary one signed is refused at once (P8, P9).
 *
 * @throws ServerError `CERTIFICATE_EXISTS` when `made` has no place, `CERTIFICATE_UNKNOWN` when it is needed,
 * `CERTIFICATE_DISABLED` when the secondary is
 */
export function replacePrimary(
  project: RegisteredProject,
  { made, at, reason }: Replacement,
): RegisteredProject {
  const both = made === undefined ? project : addSecondary(project, made, at)
  const swapped = swapCertificates(both, at)
  const old = needSecondary(swapped)
  return replacing(swapped, { [old.id]: { ...old, enabled: false, disabledBecause: reason } })
}

interface Replacement {
  readonly made: NewCertificate | undefined
  readonly at: number
  readonly reason: string
}

/** P9: the secondary one alone can be switched off, and on again. */
export function switchSecondary(project: RegisteredProject, enabled: boolean): RegisteredProject {
  const secondary = needSecondary(project)
  return replacing(project, { [secondary.id]: switched(secondary, enabled) })
}

/** Why it was off is not true of it any more. */
function switched(certificate: Certificate, enabled: boolean): Certificate {
  const { disabledBecause } = certificate
  return { ...certificate, enabled, disabledBecause: enabled ? undefined : disabledBecause }
}

/** As {@link switchSecondary}, by its id. @throws ServerError `CERTIFICATE_UNKNOWN`, `CERTIFICATE_IS_PRIMARY` */
export function switchCertificate(
  project: RegisteredProject,
  id: string,
  enabled: boolean,
): RegisteredProject {
  const found = needCertificate(project, id)
  if (found.place === 'primary' && !enabled) {
    throw new ServerError('CERTIFICATE_IS_PRIMARY', 'the primary certificate cannot be disabled')
  }
  return replacing(project, { [id]: switched(found, enabled) })
}

/** P9, P10: disabled first, then deleted; the secret is gone for good, that there was one stays known. */
export function deleteCertificate(
  project: RegisteredProject,
  id: string,
  { at, reason }: { readonly at: number; readonly reason?: string | undefined },
): RegisteredProject {
  const found = needCertificate(project, id)
  if (found.place === 'primary') {
    throw new ServerError('CERTIFICATE_IS_PRIMARY', 'the primary certificate cannot be deleted')
  }
  if (found.enabled) {
    throw new ServerError('CERTIFICATE_ENABLED', 'the certificate is still enabled')
  }
  const gone = { place: undefined, sealed: undefined, retiredAt: at, retiredBecause: reason }
  const retired = { ...found, ...gone }
  return replacing(project, { [id]: retired })
}

/** P3: joins with the App ID alone are refused from now on. Refused where nobody could join any more. */
export function deleteNoCertificate(project: RegisteredProject): RegisteredProject {
  needPrimary(project)
  return { ...project, appIdOnly: false }
}

function adding(project: RegisteredProject, certificate: Certificate): RegisteredProject {
  return { ...project, certificates: sorted([...project.certificates, certificate]) }
}

function replacing(
  project: RegisteredProject,
  changed: Readonly<Record<string, Certificate>>,
): RegisteredProject {
  const certificates = project.certificates.map((one) => changed[one.id] ?? one)
  return { ...project, certificates: sorted(certificates) }
}

/** As {@link RegisteredProject} has them. */
export function sorted(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...certificates].sort(
    (a, b) =>
      rank(a) - rank(b) || (b.retiredAt ?? 0) - (a.retiredAt ?? 0) || (a.id < b.id ? -1 : 1),
  )
}

function rank({ place }: Certificate): number {
  if (place === 'primary') return 0
  return place === 'secondary' ? 1 : 2
}

function needPrimary(project: RegisteredProject): Certificate {
  const primary = primaryOf(project)
  if (primary !== undefined) return primary
  throw new ServerError('CERTIFICATE_PRIMARY_MISSING', 'the project has no primary certificate')
}

function needSecondary(project: RegisteredProject): Certificate {
  const secondary = secondaryOf(project)
  if (secondary !== undefined) return secondary
  throw new ServerError('CERTIFICATE_UNKNOWN', 'the project has no secondary certificate')
}

/** One that is not retired. */
function needCertificate({ certificates }: RegisteredProject, id: string): Certificate {
  const found = certificates.find((one) => one.id === id && one.place !== undefined)
  if (found !== undefined) return found
  throw new ServerError('CERTIFICATE_UNKNOWN', 'the project has no such certificate')
}
