import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'

export interface CertificateContent {
  /** common name, at most 64 characters */
  readonly subject: string
  readonly publicKey: KeyObject
  /** common name of the issuer, exactly as its own certificate has it */
  readonly issuer: string
  /** the issuer's private key, on P-256 */
  readonly signingKey: KeyObject
  /** Unix seconds */
  readonly notBefore: number
  /** Unix seconds */
  readonly notAfter: number
  readonly extensions: readonly Extension[]
}

const commonName = '2.5.4.3'
const ecdsaWithSha256 = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' })

/** A version 3 certificate, signed with ECDSA and SHA-256, as PEM. Its serial number is random. */
export function signCertificate(content: CertificateContent): string {
  const body = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: ecdsaWithSha256,
    issuer: nameOf(content.issuer),
    validity: new Validity({
      notBefore: new Date(content.notBefore * 1000),
      notAfter: new Date(content.notAfter * 1000),
    }),
    subject: nameOf(content.subject),
    subjectPublicKeyInfo: publicKeyInfo(content.publicKey),
    extensions: new Extensions([...content.extensions]),
  })
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(body)), content.signingKey)
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: ecdsaWithSha256,
    signatureValue: buffer(signature),
  })
  return pem(Buffer.from(AsnConvert.serialize(certificate)))
}

/** Any extension: `value` is one of the structures of RFC 5280. */
export function extension(id: string, value: object, critical = false): Extension {
  return new Extension({
    extnID: id,
    critical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  })
}

/** 20 bytes that stand for a public key in certificates (RFC 7093 §2, method 1). */
export function keyIdentifier(publicKey: KeyObject): ArrayBuffer {
  const bits = Buffer.from(publicKeyInfo(publicKey).subjectPublicKey)
  return buffer(createHash('sha256').update(bits).digest().subarray(0, 20))
}

function publicKeyInfo(key: KeyObject): SubjectPublicKeyInfo {
  return AsnConvert.parse(key.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo)
}

function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type: commonName, value })]),
  ])
}

/** 16 bytes; the first neither zero nor negative, as RFC 5280 §4.1.2.2 and DER ask. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return buffer(bytes)
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** A copy: a Buffer is often a window onto a pool that holds other things. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
