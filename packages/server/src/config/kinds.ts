import { isIP } from 'node:net'
import { type Rate, readRate } from '../limiter/rate.ts'

/** How the text of one environment variable becomes a value. `read` gives undefined when the text is out of bounds. */
export interface Kind<Value> {
  /** completes "must be …", and stands in docs/configuration.md */
  readonly bound: string
  readonly read: (text: string) => Value | undefined
  /** says what is wrong with a refused text without repeating it; absent = the text may be repeated */
  readonly complain?: (text: string) => string
}

export function integer(minimum: number, maximum: number): Kind<number> {
  return {
    bound: `a whole number from ${minimum} to ${maximum}`,
    read: (text) => within(/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN, minimum, maximum),
  }
}

/** Decimals allowed: spans of time. */
export function seconds(minimum: number, maximum: number): Kind<number> {
  return {
    bound: `a number of seconds from ${minimum} to ${maximum}`,
    read: (text) =>
      within(/^\d{1,9}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN, minimum, maximum),
  }
}

function within(value: number, minimum: number, maximum: number): number | undefined {
  return value >= minimum && value <= maximum ? value : undefined
}

export const flag: Kind<boolean> = {
  bound: '1 (or true, yes, on) or 0 (or false, no, off)',
  read: (text) => {
    if (/^(1|true|yes|on)$/i.test(text)) return true
    return /^(0|false|no|off)$/i.test(text) ? false : undefined
  },
}

export function oneOf<const Name extends string>(names: readonly Name[]): Kind<Name> {
  return { bound: names.join(' or '), read: (text) => names.find((name) => name === text) }
}

/** App IDs and certificates. */
export const hex32: Kind<string> = {
  bound: '32 hexadecimal characters',
  read: (text) => (/^[0-9a-f]{32}$/i.test(text) ? text : undefined),
  complain: (text) => {
    if (/^["'].*["']$/.test(text)) return 'the value has quotes around it'
    const strange = /[^0-9a-f]/i.exec(text)
    const length = `it has ${text.length} character${text.length === 1 ? '' : 's'}`
    return strange ? `${length}, and number ${strange.index + 1} is not hexadecimal` : length
  },
}

/** Keys of 256 bits. */
export const hex64: Kind<string> = {
  bound: '64 hexadecimal characters',
  read: (text) => (/^[0-9a-f]{64}$/i.test(text) ? text : undefined),
  complain: (text) => `it has ${text.length} characters`,
}

/** May hold a password, so it is not repeated. */
export const databaseAddress: Kind<string> = {
  bound: 'the path of a file, or postgres://…',
  read: (text) => {
    if (/^postgres(ql)?:\/\//.test(text)) return isPostgresUrl(text) ? text : undefined
    return /^[a-z][a-z\d+.-]+:\/\//i.test(text) ? undefined : text
  },
  complain: () => 'it names no database that is known here',
}

/** Also `postgres://user@/database?host=/folder`, of a socket: no URL, but what libpq and node-postgres take for one. */
function isPostgresUrl(text: string): boolean {
  if (URL.canParse(text)) return true
  const named = text.replace(/^([a-z]+:\/\/[^/?#]*@)\//, '$1socket/')
  return URL.canParse(named) && (new URL(named).searchParams.get('host') ?? '') !== ''
}

/** A shared secret long enough not to be guessed, and safe in a header and a query string. */
export const apiKey: Kind<string> = {
  bound: '16 to 256 letters, digits or any of - _ . ~',
  read: (text) => (/^[\w.~-]{16,256}$/.test(text) ? text : undefined),
  complain: (text) => `it has ${text.length} characters`,
}

/** A secret that someone else made. */
export const secretText: Kind<string> = {
  bound: '1 to 256 characters',
  read: (text) => (text.length <= 256 ? text : undefined),
  complain: (text) => `it has ${text.length} characters`,
}

/** What may be posted to. The text is not repeated: addresses like these hold keys. */
export const webAddress: Kind<string> = {
  bound: 'an address that begins with http:// or https://, without user name',
  read: (text) => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined
    const { username, password } = new URL(text)
    return username === '' && password === '' ? text : undefined
  },
  complain: () => 'it is none',
}

/** What gets a secret: nobody between may read along. */
export const secretAddress: Kind<string> = {
  bound: 'an address that begins with https://, or http:// on this machine itself',
  read: (text) => {
    const address = webAddress.read(text)
    if (address === undefined) return undefined
    const { protocol, hostname, search, hash } = new URL(address)
    const own = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
    return (protocol === 'https:' || own) && search === '' && hash === '' ? address : undefined
  },
  complain: () => 'it is none',
}

/** Where browsers have this server: cookies are safe with TLS, or on the way within one machine. */
export const ownAddress: Kind<string> = {
  bound: 'an origin like https://tokens.example.com; http:// only with localhost or 127.0.0.1',
  read: (text) => {
    const plain = text.replace(/\/$/, '')
    if (!isOrigin(plain)) return undefined
    return /^(https:\/\/|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$)/i.test(plain)
      ? plain
      : undefined
  },
}

export const hostName: Kind<string> = {
  bound: 'an address or host name to bind to',
  read: (text) => (/^[\w.:%-]{1,255}$/.test(text) ? text : undefined),
}

export const folder: Kind<string> = {
  bound: 'the path of a folder',
  read: (text) => (text.includes('\0') ? undefined : text),
}

/** `*`, or exact web origins. */
export const origins: Kind<'*' | readonly string[]> = {
  bound: '* or web origins with commas between them, like https://app.example.com',
  read: (text) => {
    if (text === '*') return '*'
    const list = splitList(text).map((item) => item.replace(/\/$/, ''))
    return list.every(isOrigin) ? list : undefined
  },
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text.toLowerCase()
}

/** A set of known names. */
export function namesOf<const Name extends string>(
  known: readonly Name[],
): Kind<ReadonlySet<Name>> {
  return {
    bound: `any of ${known.join(', ')}, with commas between them`,
    read: (text) => {
      const list = splitList(text) as Name[]
      return list.every((name) => known.includes(name)) ? new Set(list) : undefined
    },
  }
}

/** `name=value` pairs of known names and values. */
export function pairsOf<const Name extends string, const Value extends string>(
  names: readonly Name[],
  values: readonly Value[],
): Kind<Readonly<Partial<Record<Name, Value>>>> {
  return {
    bound: `pairs like ${names[0]}=${values[0]} with commas between them; names: ${names.join(', ')}; values: ${values.join(', ')}`,
    read: (text) => {
      const pairs = splitList(text).map((item) => item.split('=').map((part) => part.trim()))
      const good = pairs.every(
        ([name, value, rest]) =>
          names.includes(name as Name) && values.includes(value as Value) && rest === undefined,
      )
      return good ? (Object.fromEntries(pairs) as Partial<Record<Name, Value>>) : undefined
    },
  }
}

/** Addresses and networks that are trusted to say for whom they ask. */
export const networks: Kind<readonly string[]> = {
  bound:
    'addresses or networks like 10.0.0.0/8 with commas between them, or any of loopback, linklocal, uniquelocal',
  read: (text) => {
    const list = splitList(text)
    return list.length > 0 && list.every(isNetwork) ? list : undefined
  },
}

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', length, rest] = text.split('/')
  const bits = isIP(address) === 4 ? 32 : 128
  if (isIP(address) === 0 || rest !== undefined) return false
  return (
    length === undefined ||
    (/^\d{1,3}$/.test(length) && within(Number(length), 0, bits) !== undefined)
  )
}

/** How often; see limiter/rate.ts. */
export const rate: Kind<Rate> = {
  bound: 'a rate like 50/s, 30/m or 10/h, also with a burst, as in 50/s burst 500; 0 is no limit',
  read: readRate,
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}
