import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { addressFault } from '../../src/issuers/address.ts'
import { discoverIssuer, endpointOf } from '../../src/issuers/discovery.ts'

/** Serves documents by their paths; `ORIGIN` in them is where it is. */
async function serving(documents: Readonly<Record<string, object | string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const document = documents[url]
    if (document === undefined) return void response.writeHead(404).end()
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    response.end(text.replaceAll('ORIGIN', origin))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return origin
}

const known = '/.well-known/openid-configuration'

test('an issuer says where its keys are, with or without a path and a slash at its end', async () => {
  const keys = { jwks_uri: 'ORIGIN/keys', token_endpoint: 'https://a.example/token' }
  const origin = await serving({
    [known]: { issuer: 'ORIGIN/', ...keys },
    [`/realms/a${known}`]: { issuer: 'ORIGIN/realms/a', ...keys },
  })
  for (const issuer of [`${origin}/`, `${origin}/realms/a`]) {
    const found = await discoverIssuer(issuer)
    expect(found).toMatchObject({ issuer, jwksUrl: `${origin}/keys` })
    expect(endpointOf(found.document, 'token_endpoint')).toBe('https://a.example/token')
    expect(endpointOf(found.document, 'authorization_endpoint')).toBeUndefined()
  }
})

test.each([
  [{ issuer: 'https://other.example', jwks_uri: 'ORIGIN/keys' }, 'is not of the issuer'],
  [{ issuer: 'ORIGIN/', jwks_uri: 'ORIGIN/keys' }, 'is not of the issuer'],
  [{ jwks_uri: 'ORIGIN/keys' }, 'is not of the issuer'],
  [{ issuer: 'ORIGIN' }, 'names no usable jwks_uri'],
  [{ issuer: 'ORIGIN', jwks_uri: 'http://keys.example/' }, 'names no usable jwks_uri'],
  [{ issuer: 'ORIGIN', jwks_uri: 'file:///etc/passwd' }, 'names no usable jwks_uri'],
  [{ issuer: 'ORIGIN', jwks_uri: ['ORIGIN/keys'] }, 'names no usable jwks_uri'],
  [[], 'is no document of an issuer'],
  ['null', 'is no document of an issuer'],
  ['<html>', 'is not JSON'],
])('the document %j is refused', async (document, why) => {
  const origin = await serving({ [known]: document })
  await expect(discoverIssuer(origin)).rejects.toMatchObject({
    code: 'ISSUER_UNREADABLE',
    message: expect.stringContaining(why),
  })
})

test('a page that is not there says what it answers', async () => {
  const origin = await serving({})
  await expect(discoverIssuer(origin)).rejects.toThrow(`${origin}${known} answers 404, not 200`)
})

test.each([
  ['https://keys.example/a?b=c', undefined],
  ['https://10.0.0.1:8443/', undefined],
  ['http://localhost:9000/', undefined],
  ['http://127.0.0.1/', undefined],
  ['http://[::1]:80/', undefined],
  ['http://keys.example/', 'is not https'],
  ['http://10.0.0.1/', 'is not https'],
  ['http://0.0.0.0/', 'is not https'],
  ['http://169.254.169.254/latest', 'is not https'],
  ['http://127.0.0.1.example/', 'is not https'],
  ['http://localhost.example/', 'is not https'],
  ['ftp://127.0.0.1/', 'is not https'],
  ['file:///etc/passwd', 'is not https'],
  ['data:application/json,{}', 'is not https'],
  ['https://ana:hunter22@keys.example/', 'holds a user name or a password'],
  ['https://keys.example/#a', 'has a fragment'],
  ['/keys', 'is no address'],
  ['', 'is no address'],
  [`https://keys.example/${'a'.repeat(1024)}`, 'has more than 1024 characters'],
])('an address that may be called: %s (%s)', (address, fault) => {
  expect(addressFault(address)).toBe(fault)
})
