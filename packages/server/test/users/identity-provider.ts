import { generateKeyPairSync } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { onTestFinished } from 'vitest'

export const clientId = 'symbolon'
export const clientSecret = 'a-secret-between-the-two-of-them'

/** Somebody at the provider. */
interface Account {
  readonly subject: string
  readonly email?: string
  readonly verified?: boolean
}

/** A real OpenID provider on this machine. It is another site: `localhost`, where the server under test is 127.0.0.1. */
export interface OidcProvider {
  readonly issuer: string
  /** begins to serve, for a server that browsers come back to */
  readonly serve: (serverUrl: string) => void
  /** who is signed in there from now on; `undefined` says no */
  account: Account | undefined
}

/** Listens on a free port, with an issuer that {@link serve} says the rest of. Gone when the test ends. */
export async function listening(): Promise<{
  url: string
  serve: (listener: RequestListener) => void
}> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const serve = (next: RequestListener) => {
    listener = next
  }
  return { url, serve }
}

export async function oidcProvider(): Promise<OidcProvider> {
  const { url, serve } = await listening()
  const own: OidcProvider = {
    issuer: url,
    account: undefined,
    serve: (serverUrl) => {
      const provider = providerAt(url, serverUrl, () => own.account)
      const answer = provider.callback()
      serve((request, response) => {
        if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
        const { account } = own
        const result =
          account === undefined
            ? { error: 'access_denied' }
            : { login: { accountId: account.subject } }
        void provider.interactionFinished(request, response, result)
      })
    },
  }
  return own
}

const signingKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
  format: 'jwk',
})

function providerAt(issuer: string, serverUrl: string, account: () => Account | undefined) {
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${serverUrl}/v1/session/oidc/callback`],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { email: ['email', 'email_verified'] },
    cookies: { keys: ['for-tests'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => {
        const { email, verified } = account() ?? {}
        return { sub: accountId, ...(email && { email, email_verified: verified === true }) }
      },
    }),
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client!.clientId,
        accountId: oidc.session!.accountId!,
      })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
    pkce: { required: () => true },
    jwks: { keys: [{ ...signingKey, kid: 'for-tests', use: 'sig' }] },
    ttl: { AccessToken: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
  })
  return provider
}
