import type { IncomingMessage } from 'node:http'
import { isIP, isIPv4 } from 'node:net'
import proxyAddr from '@fastify/proxy-addr'

/**
 * Where a request comes from, as it is counted: the address of the socket; of a proxy that is trusted, the last address in
 * `X-Forwarded-For` that is none of them. All of an IPv6 /64 are one, for that is what one customer has.
 *
 * @param trusted - addresses and networks; absent = nobody is believed
 */
export function clientIp(
  trusted: readonly string[] | undefined,
): (request: IncomingMessage) => string {
  if (trusted === undefined) return ({ socket }) => countedAs(socket.remoteAddress ?? '')
  const isTrusted = proxyAddr.compile([...trusted])
  return (request) => {
    const said = withoutPort(proxyAddr(request, isTrusted))
    return countedAs(isIP(said) === 0 ? (request.socket.remoteAddress ?? '') : said)
  }
}

/** Whether a request comes straight from a proxy that is trusted. */
export function fromProxy(
  trusted: readonly string[] | undefined,
): ((request: IncomingMessage) => boolean) | undefined {
  if (trusted === undefined) return undefined
  const isTrusted = proxyAddr.compile([...trusted])
  return ({ socket }) => socket.remoteAddress !== undefined && isTrusted(socket.remoteAddress, 0)
}

/** Some proxies write the port too. */
function withoutPort(address: string): string {
  return /^([\d.]+):\d+$/.exec(address)?.[1] ?? /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address
}

/** IPv4 as it is, also where it is written as IPv6; of IPv6 the first four groups. */
export function countedAs(address: string): string {
  if (!address.includes(':')) return address
  const mapped = address.slice(address.lastIndexOf(':') + 1)
  if (isIPv4(mapped)) return mapped
  const [head = '', tail] = address.split('%', 1)[0]!.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length
  const whole = [...groups, ...new Array<string>(Math.max(0, missing)).fill('0')]
  if (tail !== undefined) whole.push(...tail.split(':'))
  return `${whole.slice(0, 4).map(trimZeros).join(':')}::/64`
}

function trimZeros(group: string): string {
  return group.replace(/^0+(?=.)/, '')
}
