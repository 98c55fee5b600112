// Mounts a kit as an app would: `?tokenUrl=…&channel=…&uid=…`, and keeps what every request came to.
import React from 'react'
import { createRoot } from 'react-dom/client'

const query = new URLSearchParams(location.search)

export const wish = {
  appId: query.get('appId'),
  channel: query.get('channel'),
  uid: Number(query.get('uid')),
  tokenUrl: query.get('tokenUrl'),
}

/** @type {{ path: string, status: number, redirected: boolean }[]} */
globalThis.answers = []

const { fetch } = globalThis
globalThis.fetch = async (input, init) => {
  const reply = await fetch(input, init)
  const { pathname, search } = new URL(String(input), location.href)
  globalThis.answers.push({
    path: pathname + search,
    status: reply.status,
    redirected: reply.redirected,
  })
  return reply
}

export function show(component, props) {
  createRoot(document.getElementById('app')).render(React.createElement(component, props))
}
