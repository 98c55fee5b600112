import { randomBytes } from 'node:crypto'
import { ServerError } from '../errors.ts'
import type { NewCertificate } from './change-project.ts'
import type { Certificate, RegisteredProject } from './registered-project.ts'
import { fingerprintOf, seal, unseal } from './seal.ts'

/** A certificate to be added: made here, or brought from the vendor's console. */
export function newCertificate(
  masterKey: Uint8Array,
  appId: string,
  secret = randomBytes(16).toString('hex'),
): NewCertificate {
  const id = `c_${randomBytes(9).toString('base64url')}`
  return {
    id,
    sealed: seal(masterKey, secret, { appId, certificateId: id }),
    fingerprint: fingerprintOf(secret),
    last4: secret.slice(-4),
  }
}

/**
 * The certificate itself: 32 hexadecimal characters.
 *
 * @throws ServerError `CERTIFICATE_UNKNOWN` when it is retired · Error when it was sealed for another place
 */
export function openCertificate(
  masterKey: Uint8Array,
  { appId }: Pick<RegisteredProject, 'appId'>,
  { id, sealed }: Certificate,
): string {
  if (sealed === undefined) {
    throw new ServerError('CERTIFICATE_UNKNOWN', 'the certificate was deleted')
  }
  return unseal(masterKey, sealed, { appId, certificateId: id })
}
