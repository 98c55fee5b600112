import type { FastifySchema } from 'fastify'

const problemContent = {
  'application/problem+json': { schema: { $ref: 'Problem#' } },
}

/** What every operation of `/v1` has in common, for the OpenAPI document. */
export function operation(
  rest: FastifySchema,
  refusals: Readonly<Record<number, string>>,
): FastifySchema {
  const ofBodies = {
    400: 'The shape of the body is wrong.',
    413: 'The body has more than 64 KiB.',
    415: 'The body is not `application/json`.',
  }
  const all = {
    401: 'No valid API key or JWT.',
    403: 'The API key lacks the scope, or the project is disabled.',
    429: 'Too many requests; `Retry-After` says when to come back.',
    ...(rest.body === undefined ? {} : ofBodies),
    ...refusals,
  }
  const problems = Object.entries(all).map(([status, description]) => [
    status,
    { description, content: problemContent },
  ])
  return {
    tags: ['tokens'],
    security: [{}, { bearer: [] }, { header: [] }, { query: [] }],
    ...rest,
    response: { ...(rest.response as object), ...Object.fromEntries(problems) },
  }
}
