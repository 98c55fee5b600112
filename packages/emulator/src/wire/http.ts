import type { IncomingMessage, ServerResponse } from 'node:http'

/** The SDK's pages are of any origin, and nothing here is secret: tokens are asked for, not given. */
export const openToAll = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-max-age': '600',
}

const mostBodyBytes = 64 * 1024

/** A request that cannot be read, and what to tell about it. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest' as const
  readonly status: 400 | 404 | 405 | 413

  constructor(message: string, status: BadRequest['status'] = 400) {
    super(message)
    this.status = status
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  const head = { ...openToAll, 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, { ...head, 'content-length': Buffer.byteLength(text) }).end(text)
}

/** The whole body. @throws BadRequest above 64 KiB */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > mostBodyBytes) throw new BadRequest('the body is larger than 64 KiB', 413)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** @throws BadRequest when it is no JSON */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadRequest('the body is not JSON')
  }
}

/** IPv4 addresses come as IPv6 ones when the server listens on both. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined || address === '::1') return '127.0.0.1'
  return address.replace(/^::ffff:/, '')
}
