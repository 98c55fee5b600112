import type { FastifySchema } from 'fastify'
import Type, { type TSchema } from 'typebox'
import { operation } from '../v1/operation.ts'
import type { AdminRoute } from './route.ts'

const ifMatch = Type.String({
  maxLength: 64,
  description: 'The `ETag` that reading it gave; `*` replaces whatever is there.',
})

/** An operation as Fastify checks it, and as the OpenAPI document describes it. */
export function schemaOf({ status = 200, refusals, ...route }: AdminRoute): FastifySchema {
  const { method, url, id, scope, summary, params, query, body, reply, versioned } = route
  const described = [route.description, `Needs the scope \`${scope}\`.`].filter(Boolean).join(' ')
  const replaces = versioned !== undefined && method !== 'GET'
  const headers: Record<string, TSchema> = replaces ? { 'if-match': Type.Optional(ifMatch) } : {}
  const all: Record<number, string> = { 403: 'The API key lacks the scope.' }
  if (query) all[400] = 'A parameter has the wrong shape.'
  if (replaces) Object.assign(all, versionRefusals)
  return operation(
    {
      tags: [tagOf(url)],
      security: [{ bearer: [] }, { header: [] }, { query: [] }],
      operationId: id,
      summary,
      description: described,
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && { body }),
      ...(Object.keys(headers).length > 0 && { headers: Type.Object(headers) }),
      response: { [status]: { description: method === 'GET' ? 'As it is.' : 'Done.', ...reply } },
    },
    { ...all, ...refusals },
  )
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
  keys: 'keys',
}
