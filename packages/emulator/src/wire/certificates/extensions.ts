import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  type Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import { extension, keyIdentifier } from './x509.ts'

/** What an authority may sign. */
export interface Permitted {
  /** a name here stands for itself and every name below it (RFC 5280 §4.2.1.10) */
  readonly dnsNames: readonly string[]
  /** addresses with a prefix length, as in `127.0.0.1/32` */
  readonly addresses: readonly string[]
}

/**
 * What bounds an authority: it signs certificates of servers, never another authority, for these
 * names and addresses alone. A list that is empty leaves its kind of name without bounds.
 */
export function limits({ dnsNames, addresses }: Permitted): Extension[] {
  const bases = [
    ...dnsNames.map((dNSName) => new GeneralName({ dNSName })),
    ...addresses.map((iPAddress) => new GeneralName({ iPAddress })),
  ]
  const permittedSubtrees = new GeneralSubtrees(bases.map((base) => new GeneralSubtree({ base })))
  return [
    extension(
      id_ce_basicConstraints,
      new BasicConstraints({ cA: true, pathLenConstraint: 0 }),
      true,
    ),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
    // names bound no mail addresses and no signed code; the purpose does
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_nameConstraints, new NameConstraints({ permittedSubtrees }), true),
  ]
}

/** That of the certificate's own key, by which others name it as their issuer. */
export function subjectKey(publicKey: KeyObject): Extension {
  return extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey)))
}

/** Of a TLS server with these host names and addresses, signed by the owner of `issuerKey`. */
export function serverExtensions(names: readonly string[], issuerKey: KeyObject): Extension[] {
  const issuer = new AuthorityKeyIdentifier({
    keyIdentifier: new KeyIdentifier(keyIdentifier(issuerKey)),
  })
  const alternatives = names.map(
    (name) => new GeneralName(isIP(name) === 0 ? { dNSName: name } : { iPAddress: name }),
  )
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
    extension(id_ce_authorityKeyIdentifier, issuer),
    extension(id_ce_subjectAltName, new SubjectAlternativeName(alternatives)),
  ]
}
