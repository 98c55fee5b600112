import { explain } from '@symbolon/token'
import { TimelineBar } from '../parts/timeline-bar.tsx'
import { Action } from './action.tsx'
import type { Demo } from './demo.ts'
import type { Peer, PeerState } from './peer.ts'
import { PeerPictures } from './peer-pictures.tsx'
import { RefusalPanel } from './refusal-panel.tsx'
import { useStore } from './store.ts'

interface CardProps {
  readonly demo: Demo
  readonly peer: Peer
  readonly now: number
}

/** One of the two: what it sees, how long its token lives, what can be done to it. */
export function PeerCard({ demo, peer, now }: CardProps) {
  const state = useStore(peer.store)
  const id = peer.name.toLowerCase()
  return (
    <section className="peer" aria-labelledby={id}>
      <div className="peer-head">
        <h2 id={id}>
          {peer.name} <small>uid {peer.uid}</small>
        </h2>
        <Badges state={state} />
      </div>
      <PeerPictures peer={peer} state={state} />
      <Buttons demo={demo} peer={peer} state={state} />
      {state.refusal && (
        <RefusalPanel
          refusal={state.refusal}
          onClose={() => peer.store.set({ refusal: undefined })}
        />
      )}
      <h3>Its token</h3>
      <TokenLife state={state} now={now} />
    </section>
  )
}

function Badges({ state: { connection, role, renewing, busy } }: { readonly state: PeerState }) {
  const isIn = connection === 'CONNECTED'
  const words = isIn ? 'in the channel' : connection === 'DISCONNECTED' ? 'out' : 'on its way'
  return (
    <p className="badges">
      {busy && <span className="tag likely">{busy} …</span>}
      <span className={`tag ${isIn ? 'proved' : ''}`}>{words}</span>
      <span className="tag">{role}</span>
      {isIn && (
        <span className={`tag ${renewing ? '' : 'likely'}`}>
          {renewing ? 'renews' : 'renews no more'}
        </span>
      )}
    </p>
  )
}

function TokenLife({ state: { token }, now }: { readonly state: PeerState; readonly now: number }) {
  if (token === undefined) return <p className="note">None yet: it is fetched for the join.</p>
  const second = Math.floor(now)
  return <TimelineBar life={explain(token.token, { now: second })} now={second} />
}

function Buttons({ demo, peer, state }: Omit<CardProps, 'now'> & { readonly state: PeerState }) {
  const isIn = state.connection === 'CONNECTED'
  const off = state.busy !== undefined
  const act = (what: string, work: () => Promise<unknown>) => () => void demo.act(peer, what, work)
  const other = state.role === 'publisher' ? 'subscriber' : 'publisher'
  return (
    <div className="buttons">
      <Action off={off} onAct={act('joining', () => (peer.isIn ? peer.leave() : peer.join()))}>
        {peer.isIn ? 'Leave' : 'Join'}
      </Action>
      <Action off={off || !isIn || !state.renewing} onAct={act('renewing', () => peer.renew())}>
        Renew now
      </Action>
      <Action off={off || !isIn} onAct={act('expiring', () => demo.letExpire(peer))}>
        Let it expire
      </Action>
      <Action off={off || !isIn} onAct={act('changing role', () => peer.changeRole(other))}>
        Become {other}
      </Action>
      <Action off={off} onAct={act('knocking elsewhere', () => peer.tryWrongChannel())}>
        Try a wrong channel
      </Action>
      {state.banId === undefined ? (
        <Action off={off || !isIn} onAct={act('banning', () => demo.ban(peer))}>
          Ban
        </Action>
      ) : (
        <Action off={off} onAct={act('lifting', () => demo.liftBan(peer))}>
          Lift the ban
        </Action>
      )}
    </div>
  )
}
