import Type from 'typebox'
import { algorithms } from '../issuers/issuer.ts'
import type { IssuerDesk } from '../issuers/issuer-desk.ts'
import type { IssuerWish } from '../issuers/issuer-wish.ts'
import { publicProof } from '../issuers/public-proof.ts'
import { nextCursor, pageOf, pageQuery } from './page.ts'
import { instant, name } from './project-schemas.ts'
import type { AdminRoute, Owner } from './route.ts'

const closed = { additionalProperties: false } as const
const text = (most: number, description: string) =>
  Type.String({ minLength: 1, maxLength: most, description })

const id = Type.String({
  pattern: '^(?!try$)[a-z0-9][a-z0-9-]{0,31}$',
  description: 'What its callers are named by, before the colon.',
})
const issuerName = text(255, '`iss` of its tokens, compared as it is.')
const audience = Type.Array(text(255, 'A value of `aud`.'), {
  minItems: 1,
  maxItems: 16,
  description: 'One of these has to be in `aud`.',
})
const signedWith = Type.Array(Type.Union(algorithms.map((one) => Type.Literal(one))), {
  minItems: 1,
  maxItems: 16,
  uniqueItems: true,
  default: ['RS256'],
  description: 'What its tokens may be signed with.',
})
const claim = Type.String({
  minLength: 1,
  maxLength: 64,
  default: 'sub',
  description: 'The claim that names the caller.',
})
const jwksUrl = text(
  1024,
  'Where its public keys are: https, or http on this machine itself. Left out, the issuer is asked.',
)

const issuer = Type.Object({
  id,
  name: Type.String(),
  issuer: issuerName,
  audience,
  algorithms: Type.Array(Type.String()),
  jwksUrl,
  claim,
  enabled: Type.Boolean(),
  createdAt: instant('When it was added.'),
  createdBy: Type.String({ description: 'Who added it.' }),
})

const addBody = Type.Object(
  {
    id,
    name: Type.Optional(name),
    issuer: issuerName,
    audience,
    algorithms: Type.Optional(signedWith),
    jwksUrl: Type.Optional(jwksUrl),
    claim: Type.Optional(claim),
  },
  closed,
)

const proof = Type.Object({
  accepted: Type.Boolean(),
  caller: Type.Optional(
    Type.Object({
      kind: Type.Literal('jwt'),
      id: Type.String({ description: 'As logs and rules name the caller.' }),
      claims: Type.Record(Type.String(), Type.Unknown(), { description: 'As rules see them.' }),
    }),
  ),
  reason: Type.Optional(
    Type.String({ description: 'Why it proves nobody: a code of /docs/errors.' }),
  ),
  message: Type.Optional(Type.String({ description: 'The same for people.' })),
})

const params = Type.Object({ id: Type.String() })
const unknown = { 404: 'There is no such issuer.' }

/** `/v1/issuers`. */
export function issuerRoutes({ issuers, proveJwt }: Owner): AdminRoute[] {
  return [...addRoutes(issuers), ...changeRoutes(issuers), tryRoute(proveJwt)]
}

function addRoutes(issuers: IssuerDesk): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/issuers',
      scope: 'issuers:read',
      id: 'listIssuers',
      summary: 'List issuers of JWTs',
      description: 'In the order in which they came.',
      query: pageQuery,
      reply: Type.Object({ issuers: Type.Array(issuer), nextCursor }),
      refusals: {},
      answer: async ({ query }) => {
        const { items, ...next } = pageOf(await issuers.list(), (one) => one.id, query)
        return { issuers: items, ...next }
      },
    },
    {
      method: 'POST',
      url: '/v1/issuers',
      scope: 'issuers:write',
      id: 'addIssuer',
      summary: 'Believe an issuer of JWTs',
      description:
        'Its tokens are good for getting tokens and having them explained, within policies.',
      body: addBody,
      status: 201,
      reply: Type.Object({ issuer }),
      refusals: {
        409: 'There is one with this id, or with this `issuer`.',
        422: 'What the issuer publishes of itself cannot be read, or is about another.',
      },
      answer: async ({ body, act }) => ({
        issuer: await issuers.add(body as IssuerWish, act),
      }),
    },
  ]
}

function changeRoutes(issuers: IssuerDesk): AdminRoute[] {
  return [
    {
      method: 'PATCH',
      url: '/v1/issuers/:id',
      scope: 'issuers:write',
      id: 'switchIssuer',
      summary: 'Enable or disable an issuer',
      description: 'In force at once; tokens of this server that were given go on until they end.',
      params,
      body: Type.Object({ enabled: Type.Boolean() }, closed),
      reply: Type.Object({ issuer }),
      refusals: unknown,
      answer: async ({ params: { id: which = '' }, body, act }) => {
        const { enabled } = body as { readonly enabled: boolean }
        return { issuer: await issuers.switch(which, enabled, act) }
      },
    },
    {
      method: 'DELETE',
      url: '/v1/issuers/:id',
      scope: 'issuers:write',
      id: 'removeIssuer',
      summary: 'Believe an issuer no longer',
      description: 'At once.',
      params,
      reply: Type.Object({ issuer }),
      refusals: unknown,
      answer: async ({ params: { id: which = '' }, act }) => ({
        issuer: await issuers.remove(which, act),
      }),
    },
  ]
}

function tryRoute(proveJwt: Owner['proveJwt']): AdminRoute {
  return {
    method: 'POST',
    url: '/v1/issuers/try',
    asks: true,
    scope: 'issuers:read',
    id: 'tryJwt',
    summary: 'Say whom a JWT proves, or why nobody',
    description: 'As this server judges it at this moment. Nothing is kept of it.',
    body: Type.Object({ jwt: text(16_384, 'The JWT.') }, closed),
    reply: proof,
    refusals: {},
    answer: async ({ body, at }) => {
      const { jwt } = body as { readonly jwt: string }
      return publicProof(await proveJwt(jwt, at))
    },
  }
}
