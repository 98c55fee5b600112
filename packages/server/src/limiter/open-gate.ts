import type { Gate } from '../http/gate.ts'
import { clientIp } from './client-ip.ts'
import type { MemoryLimits } from './limits.ts'
import { tooMany } from './refusal.ts'

/**
 * Counts requests by address, each process for itself.
 *
 * @param now - Unix seconds
 * @returns undefined when nobody is counted by address
 */
export function openGate(
  { ip: limiter, failures }: MemoryLimits,
  trusted: readonly string[] | undefined,
  now: () => number,
): Gate | undefined {
  if (limiter === undefined && failures === undefined) return undefined
  const refuse: Gate['refuse'] = (ip) => {
    const wait = limiter === undefined ? 0 : limiter.take(ip, now())
    return wait > 0 ? tooMany('ip', limiter!.rate, wait) : undefined
  }
  return { ipOf: clientIp(trusted), refuse }
}
