import { type Certificate, type RegisteredProject, stateOf } from './registered-project.ts'

/** A project as it is shown: never a secret, sealed or not. */
export function publicProject(project: RegisteredProject): object {
  return { ...project, certificates: project.certificates.map(publicCertificate) }
}

function publicCertificate({ sealed: _sealed, ...certificate }: Certificate): object {
  return { ...certificate, state: stateOf(certificate) }
}
