import Type from 'typebox'
import { daySeconds } from '../day.ts'
import type { Caller } from '../issue.ts'
import type { ApiKey, KeyWish, RotationWish } from '../keys/api-key.ts'
import { type KeyDesk, needScopes } from '../keys/key-desk.ts'
import { publicKey } from '../keys/public-key.ts'
import { type Scope, scopes, scopeTexts, usualScopes } from '../keys/scopes.ts'
import { nextCursor, pageOf, pageQuery } from './page.ts'
import { instant, name } from './project-schemas.ts'
import type { AdminRoute, Owner } from './route.ts'

const closed = { additionalProperties: false } as const
const tenYears = 3650 * daySeconds

const key = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    scopes: Type.Array(Type.String()),
    state: Type.String({
      description: '`active`, `replaced` (goes on for a while), `expired`, `revoked`.',
    }),
    last4: Type.String(),
    createdAt: instant('When it was made.'),
    expiresAt: Type.Optional(instant('From when it is refused; absent: never by itself.')),
    revokedAt: Type.Optional(instant('When it was revoked.')),
    lastUsedAt: Type.Optional(instant('When it was last used, to the minute.')),
    replacedBy: Type.Optional(Type.String({ description: 'The id of the key in its place.' })),
  },
  { description: 'What can be said of a key; the key itself is nowhere.' },
)

const secret = Type.String({ description: 'The key itself. It is shown this once.' })
const expiresInSeconds = Type.Optional(Type.Integer({ minimum: 60, maximum: tenYears }))

const createBody = Type.Object(
  {
    name,
    scopes: Type.Optional(
      Type.Array(
        Type.Union(scopes.map((scope) => Type.Literal(scope, { description: scopeTexts[scope] }))),
        { minItems: 1, uniqueItems: true, default: usualScopes },
      ),
    ),
    expiresInSeconds,
  },
  closed,
)

const rotateBody = Type.Object(
  {
    overlapSeconds: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 90 * daySeconds,
        default: daySeconds,
        description: 'How long the old key goes on.',
      }),
    ),
    expiresInSeconds,
  },
  closed,
)

const params = Type.Object({ id: Type.String() })
const unknown = { 404: 'There is no such key.' }

/** `/v1/keys`. Nobody makes or gets a key that is good for more than their own. */
export function keyRoutes({ keys }: Owner): AdminRoute[] {
  return [listRoute(keys), createRoute(keys), rotateRoute(keys), revokeRoute(keys)]
}

/** What who asks may give to a key. Nobody signs in to get tokens, but apps need them. */
function scopesToGive({ kind, scopes: own = [] }: Caller): readonly Scope[] {
  return kind === 'user' ? [...own, 'tokens:issue'] : own
}

function listRoute(keys: KeyDesk): AdminRoute {
  return {
    method: 'GET',
    url: '/v1/keys',
    scope: 'keys:read',
    id: 'listKeys',
    summary: 'List API keys',
    description: 'In the order in which they came, with those that have ended.',
    query: pageQuery,
    reply: Type.Object({ keys: Type.Array(key), nextCursor }),
    refusals: {},
    answer: async ({ query, at }) => {
      const { items, ...next } = pageOf(await keys.list(), ({ id }) => id, query)
      return { keys: items.map((one: ApiKey) => publicKey(one, at)), ...next }
    },
  }
}

function createRoute(keys: KeyDesk): AdminRoute {
  return {
    method: 'POST',
    url: '/v1/keys',
    scope: 'keys:write',
    id: 'createKey',
    summary: 'Make an API key',
    description:
      'For scopes that the key which asks has itself. An admin gives `tokens:issue` too, which is for keys alone.',
    body: createBody,
    status: 201,
    reply: Type.Object({ key, secret }),
    refusals: {},
    answer: async ({ body, caller, act, at }) => {
      const wish = { scopes: usualScopes, ...(body as Omit<KeyWish, 'scopes'>) }
      needScopes(scopesToGive(caller), wish.scopes)
      const { key: made, text } = await keys.create(wish, act)
      return { key: publicKey(made, at), secret: text }
    },
  }
}

function rotateRoute(keys: KeyDesk): AdminRoute {
  return {
    method: 'POST',
    url: '/v1/keys/:id/rotate',
    scope: 'keys:write',
    id: 'rotateKey',
    summary: 'Make another key for the place of one',
    description:
      'With the same name and scopes, for as long as the old one was made for. The old one goes on for `overlapSeconds`.',
    params,
    body: rotateBody,
    status: 201,
    reply: Type.Object({ key, secret, replaced: key }),
    refusals: { ...unknown, 409: 'The key has ended, or was replaced already.' },
    answer: async ({ params: { id = '' }, body, caller, act, at }) => {
      const within = scopesToGive(caller)
      const wish = { overlapSeconds: daySeconds, ...(body as Partial<RotationWish>), within }
      const { key: made, text, replaced } = await keys.rotate(id, wish, act)
      return { key: publicKey(made, at), secret: text, replaced: publicKey(replaced, at) }
    },
  }
}

function revokeRoute(keys: KeyDesk): AdminRoute {
  return {
    method: 'DELETE',
    url: '/v1/keys/:id',
    scope: 'keys:write',
    id: 'revokeKey',
    summary: 'Revoke an API key',
    description: 'At once and for good; that there was one stays known.',
    params,
    reply: Type.Object({ key }),
    refusals: unknown,
    answer: async ({ params: { id = '' }, act, at }) => ({
      key: publicKey(await keys.revoke(id, act), at),
    }),
  }
}
