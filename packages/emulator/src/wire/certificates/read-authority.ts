import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { Certificate } from '@peculiar/asn1-x509'
import { type AuthorityFiles, damaged } from './authority-error.ts'
import { limits, type Permitted } from './extensions.ts'

interface Expected {
  readonly key: KeyObject
  readonly subject: string
  readonly permitted: Permitted
  readonly files: AuthorityFiles
}

/** @throws AuthorityError `AUTHORITY_DAMAGED` when it is no private key on P-256 */
export function readKey(text: string, files: AuthorityFiles): KeyObject {
  const key = attempt(() => createPrivateKey(text))
  if (key?.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key
  throw damaged(files.keyPath, files)
}

/**
 * That the certificate is of this key and subject, signed by itself, and bound to what is permitted.
 *
 * @throws AuthorityError `AUTHORITY_DAMAGED`
 */
export function readCertificate(
  text: string,
  { key, subject, permitted, files }: Expected,
): X509Certificate {
  const certificate = attempt(() => new X509Certificate(text))
  const good =
    certificate?.subject === `CN=${subject}` &&
    certificate.checkPrivateKey(key) &&
    certificate.verify(createPublicKey(key)) &&
    isLimited(certificate, permitted)
  if (!good) throw damaged(files.certificatePath, files)
  return certificate
}

function isLimited({ raw }: X509Certificate, permitted: Permitted): boolean {
  const { extensions = [] } = AsnConvert.parse(raw, Certificate).tbsCertificate
  const found = extensions.map((extension) => hex(AsnConvert.serialize(extension)))
  return limits(permitted).every((limit) => found.includes(hex(AsnConvert.serialize(limit))))
}

function hex(bytes: ArrayBuffer): string {
  return Buffer.from(bytes).toString('hex')
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined // the message of OpenSSL says nothing to people, and might quote what it read
  }
}
