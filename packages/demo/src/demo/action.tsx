import type { ReactNode } from 'react'

interface ActionProps {
  readonly children: ReactNode
  readonly onAct: () => void
  /** why it cannot be done now; it keeps the focus all the same */
  readonly off?: boolean | undefined
  readonly kind?: 'main' | 'quiet' | undefined
}

/** A button that does not lose the keyboard's focus while it can do nothing. */
export function Action({ children, onAct, off = false, kind }: ActionProps) {
  return (
    <button type="button" className={kind} aria-disabled={off} onClick={() => off || onAct()}>
      {children}
    </button>
  )
}
