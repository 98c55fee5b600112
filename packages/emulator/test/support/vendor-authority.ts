import { generateKeyPairSync } from 'node:crypto'
import {
  type Authority,
  certifyAuthority,
  daySeconds,
} from '../../src/wire/certificates/authority.ts'
import type { Permitted } from '../../src/wire/certificates/extensions.ts'
import {
  certifyServer,
  localNames,
  type ServerCertificate,
} from '../../src/wire/certificates/server-certificate.ts'

/** Domains that the Web SDK calls without being told where else to go. */
const vendorDomains = ['agora.io', 'sd-rtn.com']

/** A wildcard stands for one label, so each depth that is called has its own. */
const vendorNames = vendorDomains.flatMap((domain) =>
  ['*', '*.edge', '*.ap'].map((below) => `${below}.${domain}`),
)

/** An authority that lives in this process's memory, and is trusted by nobody but the test that made it. */
export function throwawayAuthority(permitted: Permitted, now: number): Authority {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = 'Symbolon throwaway authority (one test only)'
  const certificate = certifyAuthority(key, { subject, permitted, now })
  return { certificate, subject, key, expiresAt: now + daySeconds }
}

/**
 * For tests that send the SDK's own host names to this machine: an authority, and a server with those names and
 * the local ones. Here, and not in the product, so that no such certificate is ever kept or trusted.
 */
export function vendorCertificate(now: number): {
  readonly authority: Authority
  readonly server: ServerCertificate
} {
  const authority = throwawayAuthority(
    { dnsNames: [...vendorDomains, 'localhost'], addresses: ['127.0.0.1/32', '::1/128'] },
    now,
  )
  const server = certifyServer(authority, { names: [...vendorNames, ...localNames], now })
  return { authority, server }
}
