import { inspect, isWildcard } from '@symbolon/token'
import { daySeconds } from '../day.ts'
import type { GrantWarning, Issued, RequestedService, TokenRequest } from '../issue.ts'

/** What `POST /v1/tokens` answers with. Written out: a token, a version and an App ID have nothing that JSON escapes. */
export function tokenJson(issued: Issued, wish: TokenRequest): string {
  const { token, version, appId, issuedAt, expiresAt, renewAt } = issued
  const warnings = JSON.stringify(allWarnings(issued, wish))
  return `{"token":"${token}","version":"${version}","appId":"${appId}","issuedAt":${issuedAt},"expiresAt":${expiresAt},"renewAt":${renewAt},"warnings":${warnings}}`
}

/** What a body of 64 KiB can become. Whoever reads such a token elsewhere must pass `limits` too. */
const limits = { maxTextBytes: 262_144, maxInflatedBytes: 131_072 }

/** What policy bent, and what a reader of the finished token would warn of; each code once. */
function allWarnings({ token, warnings }: Issued, wish: TokenRequest): readonly GrantWarning[] {
  if (warnings.length === 0 && isUnremarkable(wish)) return warnings
  const byCode = new Map<string, GrantWarning>()
  for (const { code, message } of [...warnings, ...inspect(token, { limits }).warnings]) {
    if (!byCode.has(code)) byCode.set(code, { code, message })
  }
  return [...byCode.values()]
}

/**
 * Whether no reader can warn of what such a wish becomes: to read a token again costs as much as to make it. Everything
 * in it ends with the token, and still does when policy shortens both; and it is for one user in one channel.
 */
export function isUnremarkable({ version, expiresInSeconds, services }: TokenRequest): boolean {
  if (version !== '007' || expiresInSeconds < 1 || expiresInSeconds > daySeconds) return false
  for (const service of services) {
    const { privileges } = service
    for (const name in privileges) if (privileges[name] !== expiresInSeconds) return false
    if (!isBound(service)) return false
  }
  return true
}

function isBound(service: RequestedService): boolean {
  if (service.type !== 'rtc') return true
  return service.uid !== '' && !service.uid.includes('*') && !isWildcard(service.channel)
}
