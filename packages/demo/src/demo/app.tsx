import { useEffect, useState } from 'react'
import { Header } from '../parts/header.tsx'
import { Board } from './board.tsx'
import { findFaults } from './checks.ts'
import { control } from './control.ts'
import { Demo } from './demo.ts'
import { Notice } from './notice.tsx'

/** The whole page: what keeps it from working, or the demo. */
export function App() {
  const { demo, faults } = useDemo()
  return (
    <>
      <Header title="A token’s life">
        <p className="lead">
          A host and a viewer, each an unmodified client of the Agora Web SDK, in a channel of the
          emulator on this machine. Let time pass, break things, and read why.
        </p>
        <nav aria-label="Symbolon">
          <a href="/explain">Explain a pasted token</a>
        </nav>
      </Header>
      <main>
        {faults.map((fault) => (
          <Notice key={fault} fault={fault} />
        ))}
        {demo ? (
          <Board demo={demo} />
        ) : (
          faults.length === 0 && <p role="status">Loading the SDK …</p>
        )}
      </main>
      <footer>
        <a href="/licenses.md">Licences of what this page is made of</a>
      </footer>
    </>
  )
}

function useDemo() {
  const [demo, setDemo] = useState<Demo>()
  const [faults, setFaults] = useState<readonly string[]>([])
  useEffect(() => {
    let stop: (() => void) | undefined
    let gone = false
    void begin().then(async (begun) => {
      if (gone) return
      setFaults(begun.faults)
      setDemo(begun.demo)
      stop = await begun.demo?.follow()
      if (gone) stop?.()
    })
    return () => {
      gone = true
      stop?.()
    }
  }, [])
  return { demo, faults }
}

let begun: Promise<{ demo: Demo | undefined; faults: readonly string[] }> | undefined

/** Once for the page, however often its parts are mounted. */
function begin() {
  begun ??= (async () => {
    const faults = await findFaults()
    if (faults.includes('emulator')) return { demo: undefined, faults }
    const [{ default: sdk }, appId] = await Promise.all([
      import('agora-rtc-sdk-ng'),
      control.appId(),
    ])
    sdk.setLogLevel(4) // none: what it says is in the log of this page
    return { demo: new Demo(sdk, appId), faults }
  })()
  return begun
}
