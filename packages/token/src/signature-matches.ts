import type { Limits } from './claims.ts'
import { versionOf } from './inspect.ts'
import { boundsOf } from './limits.ts'
import { read006 } from './v006/read.ts'
import { signed006 } from './v006/signed.ts'
import { read007 } from './v007/read.ts'
import { signed007 } from './v007/signed.ts'

/**
 * Whether `certificate` signed the token, and nothing else: no App ID, no channel, no time. For
 * telling which certificate made a token; to admit anybody use `verify`.
 *
 * @param bind - channel and uid text a 006 token is tried for; it signs them without carrying them
 * @throws TokenError when the token cannot be read; TypeError for a 006 token without `bind`
 */
export function signatureMatches(
  token: string,
  certificate: string,
  bind?: { readonly channel: string; readonly uid: string; readonly limits?: Limits },
): boolean {
  const bounds = boundsOf(bind?.limits)
  const version = versionOf(token, bounds)
  if (version === '007') return signed007(read007(token, bounds), certificate)
  if (version !== '006') throw new TypeError('only 006 and 007 tokens are tried by signature alone')
  if (bind === undefined) throw new TypeError('a 006 token is tried for a channel and a uid')
  return signed006(read006(token, bounds), certificate, bind)
}
