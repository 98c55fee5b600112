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
  readonly $ref?: string
}

interface Media {
  readonly schema?: Schema
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>
}

/** One operation of the OpenAPI document. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly operationId?: string
  readonly summary?: string | undefined
  readonly description?: string
  readonly tags?: readonly string[]
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
