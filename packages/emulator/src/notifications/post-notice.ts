import type { Clock } from '../clock.ts'
import { bodyOf, type Send } from './notice.ts'
import { signatures } from './signatures.ts'

export interface Receiver {
  /** http or https, without user name */
  readonly url: string
  /** signs the bodies; never logged */
  readonly secret: string
  /** how long the receiver may take. Default 10, as the platform gives it */
  readonly timeoutSeconds?: number | undefined
}

/**
 * Posts to the one address that was given, follows no redirect, and takes nothing but a 200 for an answer.
 *
 * @throws RangeError when the address is none of http or https
 */
export function postNotice(clock: Clock, { url, secret, timeoutSeconds = 10 }: Receiver): Send {
  const address = checkAddress(url)
  return async (notice, signal) => {
    const body = bodyOf(notice, Math.floor(clock.now() * 1000))
    const { v1, v2 } = signatures(secret, body)
    try {
      const reply = await fetch(address, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'agora-signature': v1,
          'agora-signature-v2': v2,
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]),
      })
      await reply.body?.cancel()
      return reply.status === 200
    } catch {
      return false // nobody there, too slow, or cut off: all one to the sender
    }
  }
}

function checkAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const web = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url !== undefined && web && url.username === '' && url.password === '') return url
  throw new RangeError(
    'notifications go to an http or https address without user name and password',
  )
}
