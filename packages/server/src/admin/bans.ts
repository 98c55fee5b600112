import Type from 'typebox'
import { spanBounds } from '../bans/ban.ts'
import type { BanWish } from '../bans/ban-desk.ts'
import { leftOver } from '../bans/left-over.ts'
import { publicBan } from '../bans/public-ban.ts'
import { type NamedTarget, readTarget } from '../bans/read-target.ts'
import { ServerError } from '../errors.ts'
import { nextCursor, pageQuery, usual } from './page.ts'
import { appIdParams, instant } from './project-schemas.ts'
import { type AdminRoute, type Owner, refuseField } from './route.ts'

const closed = { additionalProperties: false } as const

const platform = Type.Object(
  {
    state: Type.String({
      description:
        '`queued`, `applied`, `failed`; `not configured`: nobody tells the platform from here; `impossible`: it has no such rule; `lifting`, `lifted`, `over`.',
    }),
    ruleId: Type.Optional(Type.Integer({ description: 'What the platform calls the rule.' })),
    attempts: Type.Integer({ description: 'How often it was tried.' }),
    nextAt: Type.Optional(instant('When it is tried next, at the earliest.')),
    lastError: Type.Optional(Type.String({ description: 'What went wrong last.' })),
  },
  { description: "The platform's side, which keeps out who has a token already." },
)

const ban = Type.Object({
  id: Type.String(),
  appId: Type.String(),
  uid: Type.Optional(Type.Integer({ description: 'Whom: a user by number.' })),
  account: Type.Optional(Type.String({ description: 'Whom: a user by text.' })),
  channel: Type.Optional(
    Type.String({ description: 'Where; absent: everywhere. Alone: everyone, from there.' }),
  ),
  reason: Type.Optional(Type.String()),
  by: Type.String({ description: 'Who said so.' }),
  createdAt: instant('When it was said.'),
  until: instant('When it is over.'),
  liftedAt: Type.Optional(instant('When it was lifted.')),
  liftedBy: Type.Optional(Type.String()),
  reissue: Type.String({ description: '`denied`: no token is given. `allowed`: it is over.' }),
  platform,
})

const lives = (description: string) =>
  Type.Object(
    {
      grants: Type.Integer({ description: 'Services of tokens, a thousand at most.' }),
      more: Type.Boolean({ description: 'Whether there are more than that.' }),
      lastEndsAt: Type.Optional(instant('When the last of them ends.')),
    },
    { description },
  )

const banBody = Type.Object(
  {
    uid: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffffffff })),
    account: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    channel: Type.Optional(Type.String({ description: '1 to 64 bytes, no `*`.' })),
    forSeconds: Type.Optional(
      Type.Integer({
        minimum: spanBounds.least,
        maximum: spanBounds.most,
        description:
          'How long; left out: as long as any token lives that would let them in, an hour at least.',
      }),
    ),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
  },
  { ...closed, description: '`uid` or `account`, `channel`, or both.' },
)

const listQuery = Type.Object({
  ...pageQuery.properties,
  all: Type.Optional(
    Type.Union([Type.Literal('true'), Type.Literal('false')], {
      description: '`true`: also those that are over or were lifted.',
    }),
  ),
})

const unknownProject = { 404: 'There is no such project.' }

/** `/v1/projects/{appId}/bans`. */
export function banRoutes(owner: Owner): AdminRoute[] {
  return [listRoute(owner), banRoute(owner), liftRoute(owner)]
}

function listRoute({ bans, viewOf }: Owner): AdminRoute {
  return {
    method: 'GET',
    url: '/v1/projects/:appId/bans',
    scope: 'bans:read',
    id: 'listBans',
    summary: 'List bans',
    description: 'Those that count now, the latest first.',
    params: appIdParams,
    query: listQuery,
    reply: Type.Object({ bans: Type.Array(ban), nextCursor }),
    refusals: unknownProject,
    answer: async ({ params: { appId = '' }, query, tokenAt: at }) => {
      const { all, limit = usual, cursor } = query
      const standingAt = all === 'true' ? undefined : at
      const wish = { standingAt, limit: Number(limit), after: cursor }
      const { bans: page, next } = await bans.list(appId, wish).catch(asCursorFault)
      const view = await viewOf(appId)
      const shown = page.map((one) => publicBan(one, at, view))
      return next === undefined ? { bans: shown } : { bans: shown, nextCursor: next }
    },
  }
}

function asCursorFault(error: unknown): never {
  if (!(error instanceof ServerError) || error.code !== 'BAN_UNKNOWN') throw error
  throw refuseField('#/cursor', 'FIELD_VALUE', 'is not a cursor of this list')
}

function banRoute({ bans, viewOf }: Owner): AdminRoute {
  return {
    method: 'POST',
    url: '/v1/projects/:appId/bans',
    scope: 'bans:write',
    id: 'ban',
    summary: 'Ban a user or a channel',
    description:
      'No token is given any more that would let them in, and the platform is told to put them out and keep them out.',
    params: appIdParams,
    body: banBody,
    status: 201,
    reply: Type.Object({
      ban,
      own: lives('Grants that were given before and name them.'),
      open: lives(
        'Grants for any user, or for a pattern that they fit: these let them in as well.',
      ),
      notes: Type.Array(Type.String(), { description: 'What the ban does not do, in words.' }),
    }),
    refusals: unknownProject,
    answer: async ({ params: { appId = '' }, body, act: asked, tokenAt: at }) => {
      const { forSeconds, reason, ...named } = body as NamedTarget &
        Pick<BanWish, 'forSeconds' | 'reason'>
      const target = readTarget(named)
      if ('fault' in target) {
        const { field, code, message } = target.fault
        throw refuseField(field === '' ? '#' : `#/${field}`, code, message)
      }
      const banned = await bans.ban(appId, { ...target, forSeconds, reason }, { ...asked, at })
      const view = await viewOf(banned.ban.appId)
      const { own, open } = banned
      return { ban: publicBan(banned.ban, at, view), own, open, notes: leftOver(banned, view) }
    },
  }
}

function liftRoute({ bans, viewOf }: Owner): AdminRoute {
  return {
    method: 'DELETE',
    url: '/v1/projects/:appId/bans/:id',
    scope: 'bans:write',
    id: 'liftBan',
    summary: 'Lift a ban',
    description: 'Tokens are given again at once; the platform is told to take its rule away.',
    params: Type.Object({ ...appIdParams.properties, id: Type.String() }),
    reply: Type.Object({ ban }),
    refusals: { 404: 'There is no such ban.' },
    answer: async ({ params: { appId = '', id = '' }, act: asked, tokenAt: at }) => {
      const lifted = await bans.lift(appId, id, { ...asked, at })
      return { ban: publicBan(lifted, at, await viewOf(lifted.appId)) }
    },
  }
}
