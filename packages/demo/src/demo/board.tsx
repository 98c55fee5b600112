import type { Demo } from './demo.ts'
import { LogPanel } from './log-panel.tsx'
import { Notice } from './notice.tsx'
import { PeerCard } from './peer-card.tsx'
import { useStore } from './store.ts'
import { TimePanel } from './time-panel.tsx'
import { useNow } from './use-now.ts'

/** Clock, host and viewer, log. */
export function Board({ demo }: { readonly demo: Demo }) {
  const now = useNow(demo)
  return (
    <>
      <Trouble demo={demo} />
      <TimePanel demo={demo} now={now} />
      <div className="peers">
        {demo.peers.map((peer) => (
          <PeerCard key={peer.name} demo={demo} peer={peer} now={now} />
        ))}
      </div>
      <LogPanel log={demo.log} now={now} />
    </>
  )
}

function Trouble({ demo }: { readonly demo: Demo }) {
  const { trouble } = useStore(demo.store)
  if (trouble === undefined) return null
  return (
    <Notice fault={trouble}>
      {trouble === 'key' && (
        <label className="key">
          API key{' '}
          <input
            type="password" // left to the browser: React would write its value into the document
            autoComplete="one-time-code"
            onChange={({ target }) => demo.store.set({ apiKey: target.value })}
          />
        </label>
      )}
    </Notice>
  )
}
