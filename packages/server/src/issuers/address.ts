import { isLoopback } from '../config/access.ts'

const mostCharacters = 1024

/**
 * What is wrong with an address that this server is to call, in words. Nothing is fetched by plain HTTP but from this
 * machine itself: whoever sits in between could put in keys of their own.
 */
export function addressFault(text: string): string | undefined {
  if (text.length > mostCharacters) return `has more than ${mostCharacters} characters`
  if (!URL.canParse(text)) return 'is no address'
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '') return 'holds a user name or a password'
  if (hash !== '') return 'has a fragment'
  if (protocol === 'https:') return undefined
  const here = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1'))
  return protocol === 'http:' && here ? undefined : 'is not https'
}
