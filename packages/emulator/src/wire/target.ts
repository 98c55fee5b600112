/** What an HTTPS request of the SDK is for. */
export type Target =
  | 'access point'
  | 'string uid'
  /** statistics, log lines and configuration; nothing depends on the answer */
  | 'pastime'
  | 'page'
  | 'unknown'

const accessPointPath = '/api/v2/transpond/webrtc'
const localName = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * Reads where a request was meant for. The SDK comes in three ways: through a proxy setting, which puts the
 * vendor's address behind `/ap/?url=`, unescaped; through local access points; or by its own host names, when
 * these are mapped to this machine.
 */
export function readTarget(url: string, host: string): Target {
  const proxied = /^\/ap\/?\?url=[^/]*(.*)$/s.exec(url)
  const path = proxied?.[1] ?? url
  if (path.startsWith(accessPointPath)) return 'access point'
  if (path.startsWith('/api/v1')) {
    return /[?&]action=stringuid(&|$)/.test(path) ? 'string uid' : 'pastime'
  }
  if (proxied !== null || url.startsWith('/rs/')) return 'pastime'
  if (!localName.test(host)) return 'pastime'
  return url === '/' || url.startsWith('/?') ? 'page' : 'unknown'
}

/** Whether a WebSocket is asked for where the edge listens: `/`, or `/ws/` by the proxy setting. */
export function isEdge(url: string): boolean {
  return /^\/(ws\/?)?(\?|$)/.test(url)
}
