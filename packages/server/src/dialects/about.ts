import type { FastifySchema } from 'fastify'

/** How a route of another server is called, for the API document. It decides nothing about what is accepted. */
export interface About {
  readonly operationId: string
  /** one line */
  readonly summary: string
  /** of a folder: what stands between the slashes, in order */
  readonly path?: Fields
  readonly query?: Fields
  /** of the JSON object that is sent */
  readonly body?: Fields
  /** what a good answer is */
  readonly answer: string
}

/** By name. The examples of one route together are a call that works. */
type Fields = Readonly<Record<string, Field>>

interface Field {
  readonly description: string
  readonly example?: string | number | boolean | object
  readonly required?: true
}

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly about?: About
  }
}

/**
 * The schema and path that the document shows. They are no route's own schema, for that would be enforced, and what
 * these routes accept is what their originals accepted.
 */
export function described(url: string, about: About): { schema: FastifySchema; url: string } {
  const { operationId, summary, path = {}, query, body, answer } = about
  const segments = Object.keys(path).map((name) => `:${name}`)
  const schema: FastifySchema = {
    operationId,
    summary,
    tags: ['dialects'],
    deprecated: true,
    security: [{}, { bearer: [] }, { header: [] }, { query: [] }],
    response: { 200: { description: answer }, '4xx': { description: refusal, type: 'null' } },
    ...(segments.length > 0 && { params: objectOf(path, true) }),
    ...(query && { querystring: objectOf(query) }),
    ...(body && { body: { ...objectOf(body), examples: [examplesOf(body)] } }),
  }
  return { schema, url: url.replace('*', segments.join('/')) }
}

const refusal = 'Refused, in the words of the original.'

function objectOf(fields: Fields, allRequired = false): object {
  const entries = Object.entries(fields)
  const properties = entries.map(([name, { description, example }]) => [
    name,
    { type: typeOf(example), description, ...(example !== undefined && { example }) },
  ])
  const required = entries.filter(([, field]) => allRequired || field.required)
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required: required.map(([name]) => name) }),
  }
}

function typeOf(example: Field['example']): string {
  return typeof example === 'number' ? 'integer' : typeof (example ?? '')
}

function examplesOf(fields: Fields): object {
  const given = Object.entries(fields).filter(([, { example }]) => example !== undefined)
  return Object.fromEntries(given.map(([name, { example }]) => [name, example]))
}
