import type { FetchedToken, TokenSourceError } from '@symbolon/client'
import { useAutoRenew, useToken } from '@symbolon/client/react'
import { useEmulator } from '@symbolon/emulator/browser'
import AgoraRTC, {
  AgoraRTCProvider,
  type IAgoraRTC,
  type IAgoraRTCClient,
  RemoteUser,
  useConnectionState,
  useJoin,
  useLocalCameraTrack,
  usePublish,
  useRemoteUsers,
  useRTCClient,
} from 'agora-rtc-react'
import { createElement, StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { framesDecoded } from './frames.ts'

/** A component that calls as an app does, and what it was seen to do. */
export interface Member {
  readonly appId: string
  readonly channel: string
  readonly uid: number
  readonly role: 'host' | 'audience'
  /** of the emulator */
  readonly port: number
}

declare global {
  var fetchToken: (channel: string, uid: number) => Promise<FetchedToken>
  var call: typeof page
}

/** To the compiler, which takes the package for CommonJS, its default export is the whole. */
const agora = AgoraRTC as unknown as IAgoraRTC

/** What happened to whom, and what went wrong. */
const events: (readonly unknown[])[] = []
const told = new Set<TokenSourceError>()

function useCall({ appId, channel, uid, role }: Member): boolean {
  const client = useRTCClient()
  const { token, source, error } = useToken({
    channel,
    subject: { uid },
    role: role === 'host' ? 'publisher' : 'subscriber',
    fetchToken: () => globalThis.fetchToken(channel, uid),
  })
  const { isConnected, error: joinError } = useJoin(
    { appid: appId, channel, token, uid },
    token !== null,
  )
  const renewing = useAutoRenew(client, source, { appId, channel, uid })
  for (const one of [error, renewing.error]) {
    if (one !== null && !told.has(one)) events.push([uid, 'error', told.add(one) && one.code])
  }
  if (joinError !== null) events.push([uid, 'join error', joinError.message])
  return isConnected
}

function Host({ member }: { member: Member }) {
  const isConnected = useCall(member)
  const { localCameraTrack } = useLocalCameraTrack(true)
  const { error } = usePublish([localCameraTrack], isConnected)
  if (error !== null) events.push([member.uid, 'publish error', error.message])
  return createElement('p', null, `host: ${useConnectionState()}`)
}

function Viewer({ member }: { member: Member }) {
  useCall(member)
  return useRemoteUsers().map((user) =>
    createElement(
      'div',
      { key: user.uid, style: { width: 320, height: 240 } },
      createElement(RemoteUser, { user, playVideo: true, playAudio: false }),
    ),
  )
}

/** Notes what the SDK is told to do, and its events. */
function observed({ port, role, uid }: Member): IAgoraRTCClient {
  const client = agora.createClient({ mode: 'live', codec: 'vp8', role })
  useEmulator(client, { host: `localhost:${port}` })
  for (const name of ['join', 'publish', 'renewToken', 'leave'] as const) {
    const method = (client[name] as (...args: unknown[]) => unknown).bind(client)
    Object.assign(client, {
      [name]: (...args: unknown[]) => {
        events.push([uid, name])
        return method(...args)
      },
    })
  }
  client.on('token-privilege-did-expire', () => events.push([uid, 'token-privilege-did-expire']))
  return client
}

let root: Root

const page = {
  events,

  has: (uid: number, name: string): boolean =>
    events.some(([of, what]) => of === uid && what === name),

  show(members: readonly Member[]): void {
    root = createRoot(document.getElementById('app')!)
    const shown = members.map((member) => {
      const component = createElement(member.role === 'host' ? Host : Viewer, { member })
      return createElement(
        AgoraRTCProvider,
        { key: member.uid, client: observed(member) },
        component,
      )
    })
    root.render(createElement(StrictMode, null, shown))
  },

  close: () => root.unmount(),

  /** Resolves once so many more frames were decoded. */
  async moves(count: number): Promise<void> {
    const first = await framesDecoded()
    while ((await framesDecoded()) < first + count) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  },
}

globalThis.call = page
