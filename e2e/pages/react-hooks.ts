import type { TokenSource, TokenSourceOptions } from '@symbolon/client'
import { type AutoRenew, type TokenState, useAutoRenew, useToken } from '@symbolon/client/react'
import { Component, createElement, type ReactNode, StrictMode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot, type Root } from 'react-dom/client'
import { FakeClient } from './fake-client.ts'

/** What a component wants of `useToken`. */
export interface Wish {
  readonly url?: string
  /** a `fetchToken` of the component's own instead, a new one in each render */
  readonly own?: boolean
  readonly headers?: Record<string, string>
  readonly channel?: string
  readonly role?: 'publisher' | 'subscriber'
  /** what `useAutoRenew` is told; without it, it is not used */
  readonly ready?: boolean
  /** `useAutoRenew` with the client alone */
  readonly bare?: boolean
}

/** One render of a component, as it saw its token. */
export interface Render {
  readonly channel: string | undefined
  readonly token: string | null
  readonly expired: boolean
  readonly error: string | null
}

declare global {
  var mintFor: (channel: string | undefined, nth: number) => Promise<string>
  var hooks: typeof page
}

const renders: Render[] = []
const faults: string[] = []
let seen: TokenState
let renewing: AutoRenew
let client: FakeClient
/** opened and not closed; `sources`: opened ever, each with a channel of its own */
const open = { channels: 0, intervals: 0, sources: 0 }

count()

function optionsOf(
  { url, own, channel = 'lobby', role, headers }: Wish,
  nth: number,
): TokenSourceOptions {
  const common = { channel, subject: { uid: 7 }, ...(role && { role }) }
  if (!own) return { url: url!, ...common, headers: { 'x-render': `${nth}`, ...headers } }
  return {
    ...common,
    fetchToken: async (wish) => JSON.parse(await globalThis.mintFor(wish.channel, nth)),
  }
}

function Probe({ wish, nth }: { wish: Wish | null; nth: number }): ReactNode {
  seen = useToken(wish && optionsOf(wish, nth))
  const { token, expired, error } = seen
  renders.push({ channel: wish?.channel, token, expired, error: error?.code ?? null })
  if (wish?.bare) return createElement(Bare)
  return wish?.ready === undefined
    ? null
    : createElement(Renewing, { ready: wish.ready, source: seen.source })
}

function Renewing({ ready, source }: { ready: boolean; source: TokenSource | null }): ReactNode {
  renewing = useAutoRenew(client, source, { appId: 'app', channel: 'lobby', uid: 7, ready })
  return null
}

function Bare(): ReactNode {
  useAutoRenew(client, null, undefined as never)
  return null
}

class Boundary extends Component<{ children: ReactNode }> {
  override state = { failed: false }
  static getDerivedStateFromError = () => ({ failed: true })
  override componentDidCatch(error: Error) {
    faults.push(error.message)
  }
  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}

let root: Root | undefined
let nth = 0

const page = {
  renders,
  faults,
  open,
  state: () => seen,
  error: (): string | null => renewing.error?.code ?? null,
  client: () => client,
  changeRole: (role: 'publisher' | 'subscriber') => renewing.changeRole(role),

  /** Renders one component for each wish, each time with options written anew. */
  show(...wishes: (Wish | null)[]): void {
    client ??= new FakeClient()
    root ??= createRoot(document.getElementById('app')!)
    nth += 1
    const probes = wishes.map((wish, key) => createElement(Probe, { wish, nth, key }))
    const tree = createElement(StrictMode, null, createElement(Boundary, null, probes))
    flushSync(() => root!.render(tree))
  },

  unmount(): void {
    root?.unmount()
    root = undefined
  },
}

/** Counts what a source opens. */
function count(): void {
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name)
      open.channels += 1
      open.sources += 1
    }
    override close(): void {
      open.channels -= 1
      super.close()
    }
  }
  const { setInterval: set, clearInterval: clear } = globalThis
  globalThis.setInterval = ((...args: Parameters<typeof set>) => {
    open.intervals += 1
    return set(...args)
  }) as typeof set
  globalThis.clearInterval = (id) => {
    open.intervals -= 1
    clear(id)
  }
}

globalThis.hooks = page
