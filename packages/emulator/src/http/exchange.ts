/** A request that has arrived whole. */
export interface HttpRequest {
  readonly method: string
  /** path and query, as on the request line */
  readonly url: string
  /** names in lower case, as `node:http` gives them */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** An HTTP interface without a server: whoever has a port asks it. It never throws. */
export type Answer = (request: HttpRequest) => HttpReply

/** Bodies above this are refused, in bytes. */
export const mostBodyBytes = 64 * 1024

/** The first value of a header. */
export function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : value?.[0]
}

/** The path without the query, and the query. */
export function splitUrl(url: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = url.indexOf('?')
  if (mark === -1) return { path: url, query: new URLSearchParams() }
  return { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) }
}
