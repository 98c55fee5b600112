import { createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Authority, daySeconds } from '../src/wire/certificates/authority.ts'
import { limits } from '../src/wire/certificates/extensions.ts'
import { openLocalAuthority } from '../src/wire/certificates/local-authority.ts'
import { certifyServer, localNames } from '../src/wire/certificates/server-certificate.ts'
import { signCertificate } from '../src/wire/certificates/x509.ts'
import { temporaryFolder } from './support/folder.ts'
import { handshake } from './support/tls.ts'
import { throwawayAuthority, vendorCertificate } from './support/vendor-authority.ts'

// the TLS client goes by the machine's clock
const now = Math.floor(Date.now() / 1000)

async function localAuthority(): Promise<Authority> {
  return await openLocalAuthority({ dataDir: await temporaryFolder(), now })
}

// Node takes no wildcard right below a top-level name, so `*.localhost` is not among them
const reached = ['localhost', '127-0-0-1.localhost', '127.0.0.1', '::1', '0:0:0:0:0:0:0:1']

test.each(reached)('who trusts the authority trusts the server as %s', async (name) => {
  const authority = await localAuthority()
  const server = certifyServer(authority, { names: localNames, now })
  expect(await handshake(server, { name, ca: authority.certificate })).toBe('trusted')
})

test.each(['example.com', 'a.b.localhost', '127.0.0.2', '::2'])(
  'it is not trusted as %s',
  async (name) => {
    const authority = await localAuthority()
    const server = certifyServer(authority, { names: localNames, now })
    expect(await handshake(server, { name, ca: authority.certificate })).toBe(
      'ERR_TLS_CERT_ALTNAME_INVALID',
    )
  },
)

test('who does not trust the authority does not trust the server', async () => {
  const authority = await localAuthority()
  const server = certifyServer(authority, { names: localNames, now })
  const other = await localAuthority()
  for (const trusted of [{}, { ca: other.certificate }]) {
    const answer = await handshake(server, { name: 'localhost', ...trusted })
    expect(answer).toMatch(/^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE)$/)
  }
})

test.each([
  ['example.com'],
  ['localhost.example.com'],
  ['notlocalhost'],
  ['127.0.0.2'],
  ['10.0.0.1'],
  ['::2'],
  ['localhost', 'example.com'],
])('its signature on a certificate for %s is worth nothing', async (...names) => {
  const authority = await localAuthority()
  const server = certifyServer(authority, { names, now })
  for (const name of names) {
    expect(await handshake(server, { name, ca: authority.certificate })).toBe(
      'permitted subtree violation',
    )
  }
})

test('an authority below it is worth nothing', async () => {
  const authority = await localAuthority()
  const below = throwawayAuthority({ dnsNames: ['localhost'], addresses: [] }, now)
  const between = signCertificate({
    subject: below.subject,
    publicKey: createPublicKey(below.key),
    issuer: authority.subject,
    signingKey: authority.key,
    notBefore: now - daySeconds,
    notAfter: now + daySeconds,
    extensions: limits({ dnsNames: ['localhost'], addresses: [] }),
  })
  const { cert, key } = certifyServer(below, { names: ['localhost'], now })
  const server = { cert: cert + between, key }
  expect(await handshake(server, { name: 'localhost', ca: authority.certificate })).toBe(
    'PATH_LENGTH_EXCEEDED',
  )
})

test('each start has a certificate and a key of its own, for 397 days, a day of them gone', async () => {
  const authority = await localAuthority()
  const [one, two] = [1, 2].map(() => certifyServer(authority, { names: localNames, now }))
  expect(one!.key).not.toBe(two!.key)
  const [first, second] = [one!, two!].map(({ cert }) => new X509Certificate(cert))
  expect(first!.serialNumber).not.toBe(second!.serialNumber)
  expect(Date.parse(first!.validFrom) / 1000).toBe(now - daySeconds)
  expect(Date.parse(first!.validTo) / 1000).toBe(now + 396 * daySeconds)
})

test('no server outlasts its authority', async () => {
  const authority = await localAuthority()
  const late = authority.expiresAt - daySeconds
  const { cert } = certifyServer(authority, { names: localNames, now: late })
  expect(Date.parse(new X509Certificate(cert).validTo) / 1000).toBe(authority.expiresAt)
})

test.each([
  'webrtc2-ap-web-1.agora.io',
  'webrtc2-2.ap.sd-rtn.com',
  '127-0-0-1.edge.agora.io',
  '127-0-0-1.edge.sd-rtn.com',
  'localhost',
])('the certificate that only tests make is good for %s', async (name) => {
  const { authority, server } = vendorCertificate(now)
  expect(await handshake(server, { name, ca: authority.certificate })).toBe('trusted')
})
