import type { FastifySchema } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { operation } from '../v1/operation.ts'
import type { AdminRoute } from './route.ts'

const ifMatch = Type.String({
  maxLength: 64,
  description: 'The `ETag` that reading it gave; `*` replaces whatever is there.',
})

const idempotencyKey = Type.String({
  pattern: '^[\\x21-\\x7e]{1,255}$',
  description:
    'A name for this request, such as a UUID. Whoever repeats it within a day gets the same answer, with `Idempotent-Replayed: true`, and nothing is done twice (docs/api.md).',
})

/** An operation as Fastify checks it, and as the OpenAPI document describes it. */
export function schemaOf({ status = 200, refusals, ...route }: AdminRoute): FastifySchema {
  const { method, url, id, scope, summary, params, query, body, reply, versioned } = route
  const described = [route.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ')
  const replaces = versioned !== undefined && method !== 'GET'
  const headers: Record<string, TSchema> = replaces ? { 'if-match': Type.Optional(ifMatch) } : {}
  if (changes(route)) headers['idempotency-key'] = Type.Optional(idempotencyKey)
  const all = together(
    { 403: 'The API key lacks the scope.' },
    query ? { 400: 'A parameter has the wrong shape.' } : {},
    refusals,
    replaces ? versionRefusals : {},
    changes(route) ? repeatRefusals : {},
  )
  return operation(
    {
      tags: [tagOf(url)],
      security: [{ bearer: [] }, { header: [] }, { query: [] }, { session: [] }],
      operationId: id,
      summary,
      description: described,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(Object.keys(headers).length > 0 && { headers: Type.Object(headers) }),
      response: { [status]: { description: method === 'GET' ? 'As it is.' : 'Done.', ...reply } },
    },
    all,
  )
}

export function changes({ method, asks }: Pick<AdminRoute, 'method' | 'asks'>): boolean {
  return method !== 'GET' && asks !== true
}

/** All that each status can mean. */
function together(...tables: readonly Refusals[]): Refusals {
  const all: Record<number, string> = {}
  for (const table of tables) {
    for (const [status, text] of Object.entries(table)) {
      const said = all[Number(status)]
      all[Number(status)] = said === undefined ? text : `${said} ${text}`
    }
  }
  return all
}

type Refusals = Readonly<Record<number, string>>

const repeatRefusals = {
  409: 'The same request is being answered, or was not answered to the end.',
  422: 'The `Idempotency-Key` belongs to another request.',
}

const versionRefusals = {
  412: 'Another version than that of `If-Match` is there.',
  428: '`If-Match` is missing.',
}

/** What it is about: the last of the lists in its path that has a tag of its own. */
function tagOf(url: string): string {
  const names = url.split('/').reverse()
  const named = names.flatMap((name) => tags[name] ?? [])
  return named[0] ?? 'projects'
}

const tags: Readonly<Record<string, string>> = {
  policies: 'policies',
  policy: 'policies',
  grants: 'grants',
  bans: 'bans',
  push: 'push',
  keys: 'keys',
  issuers: 'issuers',
  users: 'users',
}
