import type { Context } from './context.ts'

/**
 * Reads whether a role publishes: in 006 tokens 0, 1 and 101, in 007 tokens 1. No role is a subscriber.
 * In the original every role it does not know, and in 007 a missing one, is that of whoever asked last;
 * this is the one thing that is kept between requests, and only in strict dialects.
 */
export function roleReader({ version, strict, warn }: Context): (role?: number) => boolean {
  const publishing = version === '006' ? [0, 1, 101] : [1]
  if (!strict) {
    return (role) => {
      if (role === undefined || ![...publishing, 2].includes(role)) {
        warn('ROLE_UNKNOWN', 'a role that is missing or unknown is taken as subscriber')
      }
      return role !== undefined && publishing.includes(role)
    }
  }
  let last = 0
  return (role = 0) => {
    if (role === 2 || publishing.includes(role)) last = role
    return publishing.includes(last)
  }
}
