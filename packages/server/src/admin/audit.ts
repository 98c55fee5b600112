import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { operation } from '../v1/operation.ts'
import { nextCursor, pageQuery, sliceOf } from './page.ts'
import { instant } from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const entry = Type.Object({
  chain: Type.String({ description: 'App ID of the project; empty: of the authority itself.' }),
  seq: Type.Integer({ description: 'Its number in the chain, from 1.' }),
  at: instant('When it was done.'),
  action: Type.String({ description: 'What was done, such as `token.issued` or `key.revoked`.' }),
  by: Type.Object({ kind: Type.String(), id: Type.String() }, { description: 'Who did it.' }),
  about: Type.Object({}, { additionalProperties: true, description: 'What it was done to.' }),
  hash: Type.String({ description: 'SHA-256 over this entry and the hash of the one before.' }),
  requestId: Type.Optional(
    Type.String({
      description: 'Of the HTTP request that asked for it, as in its `X-Request-Id`.',
    }),
  ),
})

const chain = {
  appId: Type.Optional(
    Type.String({
      description: 'Of this project; left out: what is of no project, such as keys and users.',
    }),
  ),
}
const second = (description: string) =>
  Type.Optional(
    Type.String({ pattern: '^\\d{1,11}$', description: `${description} Unix seconds.` }),
  )
const archived = Type.Optional(
  Type.Object(
    {
      through: Type.Integer({ description: 'Number of the last entry that is gone.' }),
      until: instant('When that was noted.'),
      at: instant('When it was archived.'),
      sha256: Type.String({ description: 'SHA-256 of the archive.' }),
    },
    { description: 'What of the chain is in an archive, and here no more; absent: nothing.' },
  ),
)
const listQuery = Type.Object({
  ...chain,
  action: Type.Optional(
    Type.String({ maxLength: 200, description: 'These actions alone, with commas between.' }),
  ),
  since: second('Not before.'),
  until: second('Before.'),
  ...pageQuery.properties,
})
const unknown = { 404: 'There is no such project.' }

/** `/v1/audit`: what was done and decided, by whom. */
export function auditRoutes({ audit }: Owner): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/audit',
      scope: 'audit:read',
      id: 'listAudit',
      summary: 'List what was done and decided',
      description: 'Of one chain, the last first.',
      query: listQuery,
      reply: Type.Object({ entries: Type.Array(entry), nextCursor, archived }),
      refusals: unknown,
      answer: ({ query }) => listed(audit, query),
    },
    {
      method: 'POST',
      url: '/v1/audit/verify',
      scope: 'audit:read',
      asks: true,
      id: 'verifyAudit',
      summary: 'Find what was changed, taken out or moved',
      description:
        'Reads all chains from their beginnings, or where they were cut; on a large audit that takes a while.',
      reply: Type.Object({ chains: Type.Array(verified), faultless: Type.Boolean() }),
      refusals: {},
      answer: async () => {
        const chains = await audit.verify()
        return { chains, faultless: chains.every(({ faults }) => faults.length === 0) }
      },
    },
  ]
}

type Query = Readonly<Record<string, string | undefined>>

async function listed(audit: Owner['audit'], query: Query): Promise<object> {
  const { appId: own = '', action, since, until } = query
  const { limit, cursor } = sliceOf(query)
  const entries = await audit.list({
    ...{ chain: own, limit, actions: action?.split(',') },
    since: since === undefined ? undefined : Number(since),
    until: until === undefined ? undefined : Number(until),
    before: cursor === undefined ? undefined : numberOf(cursor),
  })
  const last = entries.length === limit ? entries.at(-1) : undefined
  const gone = await audit.archived(own)
  const isMore = last !== undefined && last.seq > (gone?.through ?? 0) + 1
  return {
    entries,
    ...(isMore && { nextCursor: String(last.seq) }),
    ...(gone && { archived: gone }),
  }
}

const verified = Type.Object({
  chain: Type.String(),
  entries: Type.Integer(),
  hash: Type.String({ description: 'Of its last entry.' }),
  faults: Type.Array(
    Type.Object({
      chain: Type.String(),
      seq: Type.Integer(),
      what: Type.String({ description: '`changed`, `missing`, `cut off`, `head`, `cut`.' }),
    }),
  ),
  archived,
})

function numberOf(cursor: string): number {
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor)
  throw refuseField('#/cursor', 'FIELD_VALUE', 'is not a cursor of this list')
}

/** `/v1/audit/export`: a chain, whole, as it grows no faster than it is read. */
export function exportAudit(app: FastifyInstance, { audit }: Pick<Owner, 'audit'>): void {
  const query = Type.Object(chain)
  const schema = operation(
    {
      tags: ['audit'],
      security: [{ bearer: [] }, { header: [] }, { query: [] }],
      operationId: 'exportAudit',
      summary: 'Export a chain as NDJSON',
      description:
        'A line for each entry: its hash, and the entry letter by letter as it was hashed; of a chain that was archived what is here. `symbolon audit verify @file` follows it. Needs the scope `audit:read`.',
      querystring: query,
      response: {
        200: {
          description: 'The chain.',
          content: { 'application/x-ndjson': { schema: Type.String() } },
        },
      },
    },
    { 400: 'A parameter has the wrong shape.', 403: 'The API key lacks the scope.', ...unknown },
  )
  app.get(
    '/v1/audit/export',
    { schema, config: { scope: 'audit:read' } },
    async (request, reply) => {
      const { appId = '' } = request.query as { readonly appId?: string }
      const lines = audit.lines(appId)[Symbol.asyncIterator]()
      const first = await lines.next() // a project that is not there is refused before anything is sent
      return reply.type('application/x-ndjson').send(Readable.from(all(first, lines)))
    },
  )
}

async function* all(first: IteratorResult<string>, rest: AsyncIterator<string>) {
  for (let one = first; !one.done; one = await rest.next()) yield one.value
}
