declare module 'oidc-provider' {
  import type { RequestListener, ServerResponse } from 'node:http'

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  interface Context {
    readonly oidc: {
      readonly client?: { readonly clientId: string }
      readonly session?: { readonly accountId?: string }
      readonly provider: Provider
    }
  }

  interface Account {
    readonly accountId: string
    readonly claims: () => object
  }

  interface Configuration {
    readonly findAccount: (context: Context, accountId: string) => Account
    readonly interactions: { url: (context: Context, interaction: { uid: string }) => string }
    readonly loadExistingGrant: (context: Context) => Promise<Grant>
    readonly [setting: string]: unknown
  }

  /** What the tests use of it; the package has no types of its own. */
  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    readonly Grant: new (of: {
      clientId: string
      accountId: string
    }) => Grant
    callback(): RequestListener
    interactionFinished(
      request: Parameters<RequestListener>[0],
      response: ServerResponse,
      result: object,
    ): Promise<void>
  }
}
