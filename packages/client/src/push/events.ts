import { TokenSourceError } from '../errors.ts'
import type { ClientToken, Role } from '../types.ts'

/** What the server pushes. */
export type PushEvent =
  /** connected; ends with the token (Unix seconds, on the clock of the server) */
  | { readonly type: 'listening'; readonly until: number }
  /** another token, with this role */
  | { readonly type: 'token'; readonly role: Role; readonly token: ClientToken }
  /** the next token is to be asked for within so many seconds */
  | { readonly type: 'reauthenticate'; readonly withinSeconds: number }
  /** kept out until then (Unix seconds, on the clock of the server) */
  | { readonly type: 'banned'; readonly until: number }

/** One message of a stream. */
export interface Message {
  readonly event: string
  readonly data: string
}

/** No message of the server is near it. */
const mostLetters = 65_536

/** Reads the text of an event stream, in whatever parts it comes. @see https://html.spec.whatwg.org/#parsing-an-event-stream */
export class MessageReader {
  #rest = ''
  #event = ''
  #data: string[] = []
  /** seconds that the server asked to wait before the next connection */
  retrySeconds = 0

  /** @throws TokenSourceError `TOKEN_REPLY_INVALID` when a message is too long */
  read(text: string): Message[] {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop()!
    const messages = lines.flatMap((line) => this.#take(line.replace(/\r$/, '')))
    const letters = this.#data.reduce((sum, line) => sum + line.length, this.#rest.length)
    if (letters > mostLetters) {
      throw new TokenSourceError('TOKEN_REPLY_INVALID', 'too long an event')
    }
    return messages
  }

  #take(line: string): Message[] {
    if (line === '') return this.#end()
    const [, name, value = ''] = /^([^:]*)(?::(?: ?)(.*))?$/s.exec(line)!
    if (name === 'event') this.#event = value
    if (name === 'data') this.#data.push(value)
    if (name === 'retry' && /^\d{1,6}$/.test(value)) this.retrySeconds = Number(value) / 1000
    return []
  }

  #end(): Message[] {
    const message = { event: this.#event, data: this.#data.join('\n') }
    const some = this.#data.length > 0
    this.#event = ''
    this.#data = []
    return some ? [message] : []
  }
}

/** @returns undefined for what is not known, or not what it should be: a later server may say more */
export function eventOf({ event, data }: Message): PushEvent | undefined {
  const { role, until, withinSeconds, ...token } = parsed(data)
  if (event === 'token' && (role === 'publisher' || role === 'subscriber')) {
    return { type: event, role, token: token as unknown as ClientToken } // looked at by whoever takes it
  }
  if (event === 'reauthenticate' && isSpan(withinSeconds)) return { type: event, withinSeconds }
  if ((event === 'listening' || event === 'banned') && isSpan(until)) return { type: event, until }
  return undefined
}

function parsed(data: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(data))
  } catch {
    return {}
  }
}

function isSpan(value: unknown): value is number {
  return typeof value === 'number' && value >= 0
}
