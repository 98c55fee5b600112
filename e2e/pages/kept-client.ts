import { createTokenSource } from '@symbolon/client'
import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { useEmulator } from '@symbolon/emulator/browser'
import type { IAgoraRTC } from 'agora-rtc-sdk-ng'

export interface Wish {
  readonly appId: string
  /** of the token server */
  readonly url: string
  /** of the emulator */
  readonly port: number
  readonly lifeSeconds: number
}

declare global {
  var kept: typeof page
}

/** What happened, in order. */
const events: string[] = []

const page = {
  events,
  count: (event: string): number => events.filter((one) => one === event).length,

  /** A host who publishes the camera, and is kept in the channel, as an app would do it. */
  async join({ appId, url, port, lifeSeconds }: Wish): Promise<void> {
    const { AgoraRTC } = globalThis as unknown as { readonly AgoraRTC: IAgoraRTC }
    const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8', role: 'host' })
    useEmulator(client, { host: `localhost:${port}` })
    const source = createTokenSource({
      ...{ url, channel: 'lobby', subject: { uid: 1 } },
      expiresInSeconds: lifeSeconds,
    })
    source.on('token', () => events.push('token'))
    client.on('connection-state-change', (state) => events.push(state))
    client.on('token-privilege-did-expire', () => events.push('did-expire'))
    const attached = attachAgoraWeb(client, source, {
      ...{ appId, channel: 'lobby', uid: 1 },
      onRenewed: () => events.push('renewed'),
      onError: ({ code }) => events.push(code),
    })
    await attached.join()
    await client.publish([await AgoraRTC.createCameraVideoTrack()])
  },
}

globalThis.kept = page
