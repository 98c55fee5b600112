import type { Answer } from '../../src/http/exchange.ts'

export interface Asked {
  readonly headers?: Readonly<Record<string, string>>
  /** an object is sent as JSON, a string as it is */
  readonly body?: unknown
}

export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: a reply that a test looks into
  readonly body: any
}

/** Asks an interface as a server would, without one: `ask('GET /dev/v1/projects')`. */
export function asker(answer: Answer, standard: Readonly<Record<string, string>> = {}) {
  return (line: string, { headers, body }: Asked = {}): Got => {
    const [method = '', url = ''] = line.split(' ')
    const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)
    const json = body === undefined ? {} : { 'content-type': 'application/json' }
    const reply = answer({
      method,
      url,
      headers: { ...json, ...standard, ...headers },
      body: new TextEncoder().encode(text),
    })
    return { ...reply, body: JSON.parse(reply.body) }
  }
}
