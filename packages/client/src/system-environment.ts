import type { Environment, Tabs } from './environment.ts'
import { report } from './report.ts'

/** Longer timers overflow in browsers; whoever is woken early looks again. */
const longestTimerSeconds = 86_400
/** How often it is looked whether the device slept: no event says so while the page stays visible. */
const heartbeatSeconds = 15

/** The device that this runs on: a browser, a worker, React Native, Node. */
export function systemEnvironment(): Environment {
  const now = () => ({ wall: Date.now() / 1000, monotonic: performance.now() / 1000 })
  return {
    now,
    random: Math.random,
    after(seconds, act) {
      const timer = setTimeout(act, Math.min(seconds, longestTimerSeconds) * 1000)
      return () => clearTimeout(timer)
    },
    onWake: (act) => {
      const stops = [listenForWake(act), watchForSleep(now, act)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    fetch: (...args) => fetch(...args),
    report,
    tabs: systemTabs(),
  }
}

function listenForWake(act: () => void): () => void {
  const { document, window } = globalThis
  const targets: [EventTarget | undefined, string][] = [
    [document, 'visibilitychange'],
    [document, 'resume'],
    [window, 'pageshow'],
    [window, 'online'],
  ]
  const heard = () => {
    if (document?.visibilityState !== 'hidden') act()
  }
  // React Native has a `window` without events
  const each = (verb: 'addEventListener' | 'removeEventListener') => {
    for (const [target, event] of targets) target?.[verb]?.(event, heard)
  }
  each('addEventListener')
  return () => each('removeEventListener')
}

/** A beat that comes late: the device slept, or its clock was set. */
function watchForSleep(now: Environment['now'], act: () => void): () => void {
  let last = now().wall
  const beat = setInterval(() => {
    const { wall } = now()
    if (Math.abs(wall - last - heartbeatSeconds) > heartbeatSeconds) act()
    last = wall
  }, heartbeatSeconds * 1000)
  return () => clearInterval(beat)
}

function systemTabs(): Tabs | undefined {
  const { navigator, BroadcastChannel } = globalThis
  const locks = navigator?.locks
  if (!locks || !BroadcastChannel) return undefined
  return {
    lock: (name, work, signal) => locks.request(name, { signal }, work),
    open(name, hear) {
      const channel = new BroadcastChannel(name)
      channel.onmessage = ({ data }) => hear(data)
      ;(channel as { unref?: () => void }).unref?.() // in Node it would keep the process
      return { say: (message) => channel.postMessage(message), close: () => channel.close() }
    },
  }
}
