import { RemoteUser, useRemoteUsers } from 'agora-rtc-react'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

export function Button({ onClick, children }) {
  return (
    <button type="button" onClick={onClick}>
      {children}
    </button>
  )
}

/** Everyone else's audio and video. */
export function Others() {
  return useRemoteUsers().map((user) => <RemoteUser key={user.uid} user={user} />)
}

export function show(app) {
  createRoot(document.getElementById('app')).render(<StrictMode>{app}</StrictMode>)
}
