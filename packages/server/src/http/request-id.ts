import { randomFillSync } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** By what a request is found again: in its answer, in every line of the log about it, and in the audit. */
export const requestIdHeader = 'x-request-id'

/** Gives a request its id, once. */
export type NameRequest = (request: IncomingMessage) => string

const id = Symbol('request id')

interface Named extends IncomingMessage {
  [id]?: string
}

const idBytes = 9
/** Random bytes are dear one by one. */
const pool = Buffer.alloc(idBytes * 512)
let at = pool.length

/** Also for what never became a request. Random: nobody learns from it how many others ask. */
export function freshRequestId(): string {
  if (at === pool.length) {
    randomFillSync(pool)
    at = 0
  }
  at += idBytes
  return pool.toString('base64url', at - idBytes, at)
}

/** What a proxy may call a request. */
const proxysOwn = /^[\w.-]{8,64}$/

/**
 * @param isFromProxy - whether a request comes straight from a proxy that is trusted: then the id that it gave is kept.
 *   From anybody else it is not, or who asks could write in the log what they like
 */
export function nameRequests(isFromProxy?: (request: IncomingMessage) => boolean): NameRequest {
  return (request: Named) => {
    const known = request[id]
    if (known !== undefined) return known
    const said = isFromProxy?.(request) === true ? request.headers[requestIdHeader] : undefined
    const name = typeof said === 'string' && proxysOwn.test(said) ? said : freshRequestId()
    request[id] = name
    return name
  }
}

/** The id of a request that has one, or else one of its own. */
export const requestIdOf: NameRequest = nameRequests()
