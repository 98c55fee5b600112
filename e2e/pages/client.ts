import { createTokenSource, type FetchedToken, type TokenSource } from '@symbolon/client'
import { attachAgoraWebLegacy as attach } from '@symbolon/client/agora-web-legacy'

declare global {
  var openSource: (url: string) => void
  var source: TokenSource
  var sourceOf: (token: FetchedToken) => TokenSource
  var attachAgoraWebLegacy: typeof attach
}

const wish = { channel: 'lobby', subject: { uid: 7 } }

globalThis.openSource = (url: string) => {
  globalThis.source = createTokenSource({ url, ...wish })
}
globalThis.sourceOf = (token) => createTokenSource({ fetchToken: async () => token, ...wish })
globalThis.attachAgoraWebLegacy = attach
