import Type from 'typebox'
import { overGrants } from '../grants/over-grants.ts'
import { tokenNameOf } from '../token-id.ts'
import { findingsOf } from '../v1/findings.ts'
import { nextCursor, pageQuery, sliceOf } from './page.ts'
import { instant } from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const grant = {
  tokenId: Type.String({ description: 'Names the token, and gives nothing of it away.' }),
  nth: Type.Integer({ description: 'Which service of the token, from 0.' }),
  appId: Type.String(),
  service: Type.String(),
  channel: Type.Optional(Type.String()),
  subject: Type.String({ description: 'uid, account or user id; empty: any user.' }),
  publishes: Type.Boolean(),
  issuedAt: instant('When it was given.'),
  expiresAt: instant('When it ends.'),
  certificateId: Type.String({ description: 'Which certificate signed it.' }),
  callerKind: Type.String(),
  callerId: Type.String({ description: 'Who asked for it.' }),
  dialect: Type.String({ description: 'In which form it was asked for.' }),
  rule: Type.Optional(
    Type.String({ description: 'Which rule allowed it; absent where the project has none.' }),
  ),
}
const grants = Type.Array(Type.Object(grant))
const overGrant = Type.Array(
  Type.Object({
    ...grant,
    reason: Type.String({
      description: '`WILDCARD_PUBLISH`, `UNBOUND_PUBLISH`, `UNBOUND_LOGIN`, `LONG_LIFE`.',
    }),
  }),
)

const ofProject = {
  appId: Type.Optional(Type.String({ description: 'Left out: the first project.' })),
}
const yesOrNo = (description: string) =>
  Type.Optional(Type.String({ pattern: '^(true|false)$', description }))
const listQuery = Type.Object({
  ...ofProject,
  channel: Type.Optional(Type.String({ description: 'Of this channel, as it is written.' })),
  subject: Type.Optional(Type.String({ description: 'Of this uid, account or user id.' })),
  publishes: yesOrNo('`true`: those that may publish; `false`: those that may not.'),
  live: yesOrNo('`false`: also those that ended within the last day.'),
  ...pageQuery.properties,
})

const common = {
  scope: 'grants:read',
  refusals: { 404: 'There is no such project.' },
} as const

/** `/v1/grants`: what the ledger holds. Pages come straight from it, however long it is. */
export function grantRoutes(owner: Owner): AdminRoute[] {
  return [listRoute(owner), overRoute(owner), findRoute(owner)]
}

function listRoute(owner: Owner): AdminRoute {
  return {
    ...common,
    method: 'GET',
    url: '/v1/grants',
    id: 'listGrants',
    summary: 'List who may do what at this moment',
    description: 'The grants of one project, the next to end first.',
    query: listQuery,
    reply: Type.Object({ grants, nextCursor }),
    answer: async ({ query, tokenAt }) => {
      const { channel, subject, publishes, live } = query
      const { limit, cursor: after } = sliceOf(query)
      const appId = await projectOf(owner, query.appId)
      const wish = {
        ...{ appId, channel, subject, limit, after },
        publishes: publishes === undefined ? undefined : publishes === 'true',
        liveAt: live === 'false' ? undefined : tokenAt,
      }
      const page = await withCursor(() => owner.ledger.find(wish))
      return { grants: page.entries, nextCursor: page.next }
    },
  }
}

function overRoute(owner: Owner): AdminRoute {
  return {
    ...common,
    method: 'GET',
    url: '/v1/grants/over',
    id: 'listOverGrants',
    summary: 'List what was granted to more than one user in one channel, or for very long',
    query: Type.Object({ ...ofProject, ...pageQuery.properties }),
    reply: Type.Object({
      grants: overGrant,
      nextCursor,
      usualSeconds: Type.Optional(
        Type.Integer({ description: 'Half of the grants live shorter; on the first page.' }),
      ),
      longLives: overGrant,
    }),
    answer: async ({ query, tokenAt: at }) => {
      const { limit, cursor: after } = sliceOf(query)
      const appId = await projectOf(owner, query.appId)
      const { next, ...over } = await withCursor(() =>
        overGrants(owner.ledger, { appId, at, limit, after }),
      )
      return { ...over, nextCursor: next }
    },
  }
}

function findRoute({ ledger }: Owner): AdminRoute {
  return {
    ...common,
    method: 'POST',
    url: '/v1/grants/find',
    id: 'findGrant',
    summary: 'Say whom a token was given to',
    description:
      'For one that turned up where it should not be. Known until a day after its end; an empty list: this server did not give it.',
    asks: true,
    body: Type.Object(
      { token: Type.String({ description: 'Never in an address, where it would be logged.' }) },
      { additionalProperties: false },
    ),
    reply: Type.Object({ tokenId: Type.String(), grants }),
    refusals: { 422: 'That is not a token.' },
    answer: async ({ body }) => {
      const { token } = body as { readonly token: string }
      const findings = findingsOf([])
      const name = findings.rule('#/token', () => tokenNameOf(token))!
      findings.refuseIfAny()
      return { tokenId: name.tokenId, grants: await ledger.ofToken(name) }
    },
  }
}

async function projectOf({ console }: Owner, appId: string | undefined): Promise<string> {
  if (appId !== undefined) return (await console.show(appId)).appId
  return (await console.list())[0]?.appId ?? ''
}

async function withCursor<Page>(find: () => Promise<Page>): Promise<Page> {
  try {
    return await find()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refuseField('#/cursor', 'FIELD_VALUE', 'is not a cursor of this list')
  }
}
