import type { FastifyInstance } from 'fastify'

/** The part of JSON Schema that our documents use. */
export interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
  /** the document has `enum` where the schema has `const` */
  readonly enum?: readonly unknown[]
  readonly items?: Schema
  readonly default?: unknown
  readonly example?: unknown
  readonly $ref?: string
}

interface Media {
  readonly schema?: Schema
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
  readonly schema?: Schema
}

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly operationId?: string
  readonly summary?: string | undefined
  readonly description?: string
  readonly tags?: readonly string[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<
    Record<
      string,
      { readonly description?: string; readonly content?: Readonly<Record<string, Media>> }
    >
  >
}

/** The operations of an app's own OpenAPI document, in its order. */
export function operationsOf(app: FastifyInstance): Operation[] {
  const paths = (app.swagger().paths ?? {}) as Record<
    string,
    Record<string, Omit<Operation, 'method' | 'path'>>
  >
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  )
}

/** How an operation is called, with `…` for what the caller fills in: `/rtcToken?channelName=…&uid=…`. */
export function callOf({ path, parameters = [] }: Operation): string {
  return path + queryOf(parameters.map(({ name, in: place }) => ({ name, place, value: '…' })))
}

/** A call that works, of the examples of its parameters; undefined when it has none. */
export function exampleCallOf({ path, parameters = [] }: Operation): string | undefined {
  const filled = parameters.flatMap(({ name, in: place, schema }) =>
    schema?.example === undefined ? [] : [{ name, place, value: `${schema.example}` }],
  )
  if (filled.length === 0) return undefined
  const inPath = filled.filter(({ place }) => place === 'path')
  const start = inPath.reduce((text, { name, value }) => text.replace(`{${name}}`, value), path)
  return start + queryOf(filled)
}

interface Filled {
  readonly name: string
  readonly place: string
  readonly value: string
}

function queryOf(parameters: readonly Filled[]): string {
  const inQuery = parameters.filter(({ place }) => place === 'query')
  const query = inQuery.map(({ name, value }) => `${name}=${value}`).join('&')
  return query === '' ? '' : `?${query}`
}
