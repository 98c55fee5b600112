import type { ReactNode } from 'react'

const notices: Readonly<Record<string, { readonly title: string; readonly text: ReactNode }>> = {
  emulator: {
    title: 'The emulator does not answer',
    text: (
      <>
        This page was served by it, so it was running: start it again with <code>npm start</code>,
        and reload. It answers only where it listens on this machine alone.
      </>
    ),
  },
  edge: {
    title: 'WebSockets to this address are refused',
    text: (
      <>
        This browser took the page’s certificate for pages alone. <code>symbolon trust</code> shows
        how to trust it for good; then reload.
      </>
    ),
  },
  tokens: {
    title: 'The token server gives no token',
    text: (
      <>
        Without one nobody can join. Look at what it prints where <code>npm start</code> runs; the
        log below has its answer.
      </>
    ),
  },
  key: {
    title: 'The token server wants a key',
    text: (
      <>
        It was started with one. Give it here, then let both join: it stays in the memory of this
        page.
      </>
    ),
  },
}

/** What must be mended before the demo can go on. */
export function Notice({
  fault,
  children,
}: {
  readonly fault: string
  readonly children?: ReactNode
}) {
  const { title, text } = notices[fault]!
  return (
    <div className="notice" role="alert">
      <p>
        <strong>{title}.</strong> {text}
      </p>
      {children}
    </div>
  )
}
