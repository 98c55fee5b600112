import type { IAgoraRTCClient } from 'agora-rtc-sdk-ng'
import type { PeerState } from './peer.ts'
import { saidBy } from './refusal.ts'
import type { Store } from './store.ts'
import type { Tone } from './tell-event.ts'

interface Watch {
  readonly store: Store<PeerState>
  readonly say: (text: string, tone?: Tone) => void
  /** the platform ended the session; in the SDK's words */
  readonly putOut: (said: string) => void
}

/** Tells what the SDK tells, and looks at what others publish. */
export function watchClient(client: IAgoraRTCClient, { store, say, putOut }: Watch): void {
  let wasIn = false
  client.on('connection-state-change', (now, _before, reason) => {
    const byPlatform = wasIn && now === 'DISCONNECTED' && reason !== 'LEAVE'
    wasIn = now === 'CONNECTED' || (wasIn && now !== 'DISCONNECTED')
    store.set({ connection: now, ...(now === 'DISCONNECTED' ? { seen: undefined } : {}) })
    say(`${now.toLowerCase()}${reason ? ` (${reason})` : ''}`, byPlatform ? 'bad' : 'plain')
    if (byPlatform) putOut(`connection-state-change: DISCONNECTED, ${reason}`)
  })
  client.on('token-privilege-will-expire', () => say('token-privilege-will-expire', 'warn'))
  client.on('token-privilege-did-expire', () => say('token-privilege-did-expire', 'bad'))
  client.on('user-published', async (user, kind) => {
    if (kind !== 'video') return
    try {
      const track = await client.subscribe(user, 'video')
      store.set({ seen: track.getMediaStreamTrack() })
    } catch (error) {
      say(saidBy(error), 'bad')
    }
  })
  client.on('user-unpublished', (_user, kind) => {
    if (kind === 'video') store.set({ seen: undefined })
  })
}
