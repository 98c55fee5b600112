import { createTokenSource } from '@symbolon/client'
import { attachAgoraWeb } from '@symbolon/client/agora-web'
import { listenForPush } from '@symbolon/client/push'
import { useEmulator } from '@symbolon/emulator/browser'
import type { IAgoraRTC } from 'agora-rtc-sdk-ng'

export interface PushedWish {
  readonly appId: string
  /** of the token server, without a path */
  readonly server: string
  /** of the emulator */
  readonly port: number
}

declare global {
  var pushed: typeof page
}

/** What happened, in order. */
const events: string[] = []

const page = {
  events,

  /** Somebody in the audience, who publishes the camera when they are made a host, as an app would do it. */
  async join({ appId, server, port }: PushedWish): Promise<void> {
    const { AgoraRTC } = globalThis as unknown as { readonly AgoraRTC: IAgoraRTC }
    const client = AgoraRTC.createClient({ mode: 'live', codec: 'vp8', role: 'audience' })
    useEmulator(client, { host: `localhost:${port}` })
    const source = createTokenSource({
      ...{ url: `${server}/v1/tokens`, channel: 'lobby', subject: { uid: 1 } },
      role: 'subscriber',
    })
    client.on('connection-state-change', (state) => events.push(state))
    const tell = ({ code }: { readonly code: string }) => events.push(code)
    const place = { appId, channel: 'lobby', uid: 1 }
    const attached = attachAgoraWeb(client, source, { ...place, onError: tell })
    await attached.join()
    listenForPush(source, {
      url: `${server}/v1/events`,
      changeRole: attached.changeRole,
      onError: tell,
      onEvent: async (event) => {
        events.push(event.type === 'token' ? event.role : event.type)
        if (event.type !== 'token') return
        await client.publish([await AgoraRTC.createCameraVideoTrack()])
        events.push('published')
      },
    })
  },
}

globalThis.pushed = page
