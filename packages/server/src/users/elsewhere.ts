import type { Configuration, CustomFetch } from 'openid-client'
import { ServerError } from '../errors.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { openPending, type Pending, pendingSeconds, sealPending } from './pending.ts'

/** Signing in at an issuer of identities: OpenID Connect, authorization code with PKCE. */
export interface Elsewhere {
  /** @throws ServerError `SIGN_IN_UNAVAILABLE` */
  readonly begin: (redirectUri: string, at: number) => Promise<Begun>
  /**
   * @param url - what the browser came back to
   * @param sealed - what it was given at the beginning
   * @throws ServerError `SIGN_IN_STALE`, `SIGN_IN_REFUSED`, `SIGN_IN_UNAVAILABLE`
   */
  readonly end: (url: URL, sealed: string | undefined, at: number) => Promise<Proved>
}

interface Begun {
  /** where the browser goes */
  readonly url: string
  /** what it brings back; see pending.ts */
  readonly sealed: string
}

/** Whom the issuer has proved. */
export interface Proved {
  readonly issuer: string
  readonly subject: string
  /** if it says that it has verified it */
  readonly email?: string | undefined
}

export interface ElsewhereSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  /** whether an e-mail address is asked for too */
  readonly wantsEmail: boolean
  readonly masterKey: Uint8Array
}

const timeoutSeconds = 5
const knownSeconds = 3600
const failedSeconds = 10

export function openElsewhere(settings: ElsewhereSettings): Elsewhere {
  const { masterKey, wantsEmail } = settings
  const configured = remembered(() => discover(settings))
  return {
    begin: async (redirectUri, at) => {
      const { client, config } = await configured(at)
      const pending: Pending = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        endsAt: at + pendingSeconds,
      }
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: wantsEmail ? 'openid email' : 'openid',
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, sealed: sealPending(masterKey, pending) }
    },
    end: async (url, sealed, at) => {
      const pending = sealed === undefined ? undefined : openPending(masterKey, sealed, at)
      if (pending === undefined) {
        throw new ServerError('SIGN_IN_STALE', 'This sign-in was not begun here, or is over.')
      }
      return await prove({ ...(await configured(at)), wantsEmail }, url, pending)
    },
  }
}

interface Configured {
  readonly client: typeof import('openid-client')
  readonly config: Configuration
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: ElsewhereSettings): Promise<Configured> {
  const client = await import('openid-client')
  const address = new URL(issuer)
  const auth = clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret)
  const here = address.protocol === 'http:' // settings allow that for this machine itself alone
  try {
    const config = await client.discovery(address, clientId, undefined, auth, {
      timeout: timeoutSeconds,
      execute: [client.enableNonRepudiationChecks, ...(here ? [client.allowInsecureRequests] : [])],
      [client.customFetch]: boundedFetch as CustomFetch,
    })
    return { client, config }
  } catch (error) {
    throw unavailable(error)
  }
}

/** What came of it is used for an hour, a failure for ten seconds: who asks again and again asks the issuer once. */
function remembered(make: () => Promise<Configured>): (at: number) => Promise<Configured> {
  let last: { readonly made: Promise<Configured>; until: number } | undefined
  return (at) => {
    if (last !== undefined && at < last.until) return last.made
    const own = { made: make(), until: at + knownSeconds }
    last = own
    own.made.catch(() => {
      own.until = at + failedSeconds
    })
    return own.made
  }
}

async function prove(
  { client, config, wantsEmail }: Configured & Pick<ElsewhereSettings, 'wantsEmail'>,
  url: URL,
  pending: Pending,
): Promise<Proved> {
  try {
    const tokens = await client.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: pending.verifier,
      expectedState: pending.state,
      expectedNonce: pending.nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    const { iss: issuer, sub: subject } = claims
    if (!wantsEmail) return { issuer, subject }
    // some issuers say it in the token, others only where they are asked (OpenID Connect Core §5.4)
    const said =
      claims.email === undefined
        ? await client.fetchUserInfo(config, tokens.access_token, subject)
        : claims
    const { email, email_verified } = said
    const verified = email_verified === true && typeof email === 'string'
    return { issuer, subject, email: verified ? email : undefined }
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) throw refused(error.error)
    if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') {
      throw refused(error.error)
    }
    const { code } = error as { readonly code?: unknown }
    if (code === 'OAUTH_INVALID_RESPONSE') throw refused(code) // of the browser: another state
    throw unavailable(error)
  }
}

function refused(reason: string): ServerError {
  return new ServerError('SIGN_IN_REFUSED', 'The issuer has proved nobody.', { reason })
}

function unavailable(error: unknown): ServerError {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown }
  return new ServerError('SIGN_IN_UNAVAILABLE', 'The issuer of identities cannot be asked.', {
    reason: String(code ?? name).slice(0, 80),
  })
}
