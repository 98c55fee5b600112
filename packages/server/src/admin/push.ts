import Type, { type Static } from 'typebox'
import { readTarget } from '../bans/read-target.ts'
import { ServerError } from '../errors.ts'
import { appIdParams, instant } from './project-schemas.ts'
import { type AdminDeps, type AdminRoute, refuseField } from './route.ts'

const body = Type.Object(
  {
    channel: Type.String({ description: '1 to 64 bytes, no `*`.' }),
    uid: Type.Optional(Type.Integer({ minimum: 1, maximum: 0xffffffff })),
    account: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    role: Type.Optional(
      Type.Union([Type.Literal('publisher'), Type.Literal('subscriber')], {
        description: 'Gives them a token with this role; needs the scope `tokens:issue` too.',
      }),
    ),
    expiresInSeconds: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 86_400, description: 'Of that token; default 3600.' }),
    ),
    reauthenticate: Type.Optional(
      Type.Literal(true, { description: 'Has them ask for a token by themselves.' }),
    ),
    withinSeconds: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 3600, description: 'For that; default 30.' }),
    ),
  },
  {
    additionalProperties: false,
    description: '`uid` or `account`; `role` or `reauthenticate`.',
  },
)

type Body = Static<typeof body>

/** `/v1/projects/{appId}/push`. */
export function pushRoutes({ console, push }: Pick<AdminDeps, 'console' | 'push'>): AdminRoute[] {
  if (push === undefined) return []
  return [
    {
      method: 'POST',
      url: '/v1/projects/:appId/push',
      scope: 'push:write',
      id: 'push',
      summary: 'Push a token, or a request to re-authenticate, to one user',
      description:
        'Reaches those who listen to this server at this moment (docs/push.md). A token is made as if this key had asked for it, and only if somebody listens.',
      params: appIdParams,
      body,
      reply: Type.Object({
        reached: Type.Integer({ description: 'Connections that took it; 0 is no error.' }),
        issuedAt: Type.Optional(instant('When the token was made.')),
        expiresAt: Type.Optional(instant('When it ends.')),
        warnings: Type.Optional(
          Type.Array(Type.Object({ code: Type.String(), message: Type.String() })),
        ),
      }),
      refusals: {
        403: 'The policy does not allow it, or the user is banned.',
        404: 'There is no such project.',
        422: 'Parameter rules are broken.',
        503: 'The grant cannot be recorded.',
      },
      answer: async ({ params: { appId: named = '' }, body: given, act, caller, credentials }) => {
        const wish = given as Body
        const { place: there, numeric } = placeIn(wish)
        const { appId } = await console.show(named)
        const place = { appId, ...there }
        const { role, expiresInSeconds, withinSeconds = 30 } = wish
        if (role === undefined) {
          return { reached: await push.reauthenticate(place, withinSeconds, act) }
        }
        if (caller.kind === 'user') throw new ServerError('SCOPE_MISSING', needsKey)
        const gift = { place, numeric, role, expiresInSeconds, credentials }
        const { reached, issued } = await push.giveToken(gift)
        if (issued === undefined) return { reached }
        const { issuedAt, expiresAt, warnings } = issued
        return { reached, issuedAt, expiresAt, warnings }
      },
    },
  ]
}

const needsKey = 'A user gives nobody tokens: use a key that is good for tokens:issue.'

/** @throws ServerError `REQUEST_INVALID` */
function placeIn({ uid, account, channel, role, expiresInSeconds, ...rest }: Body) {
  const { reauthenticate, withinSeconds } = rest
  if ((role === undefined) === (reauthenticate === undefined)) {
    throw refuseField('#', 'FIELD_CONFLICT', 'say one of role and reauthenticate')
  }
  if (role === undefined && expiresInSeconds !== undefined) {
    throw refuseField('#/expiresInSeconds', 'FIELD_CONFLICT', 'belongs to a role')
  }
  if (role !== undefined && withinSeconds !== undefined) {
    throw refuseField('#/withinSeconds', 'FIELD_CONFLICT', 'belongs to reauthenticate')
  }
  const target = readTarget({ uid, account, channel })
  if ('fault' in target) {
    const { field, code, message } = target.fault
    throw refuseField(field === '' ? '#' : `#/${field}`, code, message)
  }
  const { subject, numeric = false } = target
  if (subject === undefined) throw refuseField('#/uid', 'FIELD_MISSING', 'name a uid or an account')
  return { place: { channel, subject }, numeric }
}
