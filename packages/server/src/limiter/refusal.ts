import { ServerError } from '../errors.ts'
import type { LimitScope } from './limiter.ts'
import type { Rate } from './rate.ts'

const texts: Readonly<Record<LimitScope, string>> = {
  ip: 'Too many requests from this address',
  failures: 'Too many wrong keys from this address',
  caller: 'Too many tokens for this caller',
  subject: 'Too many tokens for this user',
  project: 'Too many tokens for this project',
}

/** @param wait - seconds, above 0 */
export function tooMany(scope: LimitScope, { perSecond, burst }: Rate, wait: number): ServerError {
  const seconds = Math.max(1, Math.ceil(wait))
  const windowSeconds = Math.max(1, Math.ceil(burst / perSecond))
  const again = `try again in ${seconds} second${seconds === 1 ? '' : 's'}`
  return new ServerError('RATE_LIMITED', `${texts[scope]}; ${again}.`, {
    limited: { scope, seconds, quota: burst, windowSeconds },
  })
}
