import { createTokenSource, type TokenSource } from '@symbolon/client'

declare global {
  var openSource: (url: string) => void
  var source: TokenSource
}

globalThis.openSource = (url: string) => {
  globalThis.source = createTokenSource({ url, channel: 'lobby', subject: { uid: 7 } })
}
