import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose'
import { onTestFinished } from 'vitest'

/** A pair of keys, the public half as an issuer publishes it. */
export interface KeyPair {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly jwk: JWK
}

export async function keyPair(kid: string, alg = 'RS256'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** A real issuer on this machine; its answers can be exchanged. */
export interface TestIssuer {
  /** `iss`, and where it answers */
  readonly url: string
  /** how often its keys were asked for */
  fetches: number
  /** what stands where its keys are */
  answerKeys: RequestListener
  readonly publish: (...pairs: readonly KeyPair[]) => void
  /** stops to answer at all: what calls it is refused */
  readonly goDown: () => Promise<void>
}

export const json =
  (value: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }

/** One that ends with the test. */
export async function startIssuer(...pairs: readonly KeyPair[]): Promise<TestIssuer> {
  const issuer = await openIssuer(...pairs)
  onTestFinished(issuer.goDown)
  return issuer
}

/** One that whoever opens it has to end. */
export async function openIssuer(...pairs: readonly KeyPair[]): Promise<TestIssuer> {
  const server = createServer((request, response) => {
    if (request.url === '/keys') {
      issuer.fetches++
      issuer.answerKeys(request, response)
    } else if (request.url === '/.well-known/openid-configuration') {
      json({ issuer: issuer.url, jwks_uri: `${issuer.url}/keys` })(request, response)
    } else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const goDown = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  const issuer: TestIssuer = {
    url: `http://127.0.0.1:${port}`,
    fetches: 0,
    answerKeys: json({ keys: [] }),
    publish: (...all) => {
      issuer.answerKeys = json({ keys: all.map(({ jwk }) => jwk) })
    },
    goDown,
  }
  issuer.publish(...pairs)
  return issuer
}

/** A JWT that is in order, but for what is said. */
export function signed(
  pair: KeyPair,
  payload: JWTPayload,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const { alg, kid, privateKey } = pair
  return new SignJWT(payload).setProtectedHeader({ alg, kid, ...header }).sign(privateKey)
}
