import type { FastifyInstance } from 'fastify'
import type { Recording } from './originals.ts'
import { type RecordedToken, tokenDifferences } from './tokens.ts'

export interface Replayed {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** Sends a recorded request. */
export async function replay(app: FastifyInstance, { request }: Recording): Promise<Replayed> {
  const { method, path, headers, body } = request
  const reply = await app.inject({
    method: method as 'GET',
    url: path,
    headers: { ...headers },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: reply.statusCode, headers: reply.headers, text: reply.payload }
}

/** What differs between an answer and the recorded one: status, headers, bytes of the body, and every token's content. */
export function differences({ response }: Recording, replayed: Replayed): string[] {
  const problems = response.status === replayed.status ? [] : [`status ${replayed.status}`]
  for (const [name, recorded] of Object.entries(response.headers)) {
    const found = replayed.headers[name]
    if (spaced(`${found}`) !== spaced(recorded))
      problems.push(`${name}: ${found} instead of ${recorded}`)
  }
  const origin = 'access-control-allow-origin'
  if (!(origin in response.headers) && replayed.headers[origin] !== undefined) {
    problems.push(`${origin}: ${replayed.headers[origin]} instead of none`)
  }
  return [...problems, ...bodyDifferences(response, replayed.text)]
}

function spaced(header: string): string {
  return header.replace(/; */g, '; ')
}

function bodyDifferences(response: Recording['response'], body: string): string[] {
  if (response.bodyEmpty) return body === '' ? [] : ['the body is not empty']
  const tokens = tokensIn(response.json ?? response.text)
  const found: string[] = body.match(/00[67][\w+/=]{60,}/g) ?? []
  if (found.length !== tokens.length) return [`${found.length} tokens: ${body}`]
  const text = found.reduce((rest, token) => rest.replace(token, '<token>'), body)
  const wanted = response.json === undefined ? response.text : wantedText(response)
  const problems = goless(text) === goless(`${wanted}`) ? [] : [`body ${text} instead of ${wanted}`]
  return [...problems, ...tokens.flatMap((token, index) => tokenDifferences(found[index]!, token))]
}

function wantedText({ json, trailingNewline }: Recording['response']): string {
  const text = JSON.stringify(json, (_key, value) => (value?.$token ? '<token>' : value))
  return trailingNewline ? `${text}\n` : text
}

function tokensIn(value: unknown): RecordedToken[] {
  if (typeof value !== 'object' || value === null) return []
  if ('$token' in value) return [value.$token as RecordedToken]
  return Object.values(value).flatMap(tokensIn)
}

/** What Go says about JSON it cannot read changes with Go's version. */
function goless(text: string): string {
  return text.replace(
    /(json: cannot unmarshal|unexpected EOF|EOF|invalid character)[^"\n]*/,
    '<go>',
  )
}
