import type { ReactNode } from 'react'

/** The mark of a token that was broken in two, and where one is. */
export function Header({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <header className="top">
      <div className="brand">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path
            className="half-one"
            d="M15 2.6A13.4 13.4 0 0 0 15 29.4l-3-5 4-4-4.5-4.4 4-4.5-3.5-4z"
          />
          <path
            className="half-two"
            d="M18 2.7a13.4 13.4 0 0 1 0 26.6l-2.6-4.9 4.1-4-4.6-4.4 4-4.5-3.5-4z"
          />
        </svg>
        <span>Symbolon</span>
      </div>
      <h1>{title}</h1>
      {children}
    </header>
  )
}
