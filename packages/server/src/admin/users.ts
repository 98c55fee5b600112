import Type from 'typebox'
import { publicSession } from '../users/session.ts'
import { publicUser, type User } from '../users/user.ts'
import type { NewUser, UserDesk, UserWish } from '../users/user-desk.ts'
import { nextCursor, pageAfter, pageQuery } from './page.ts'
import type { AdminRoute, Owner } from './route.ts'
import { changeUserBody, newUserBody, session, user } from './user-schemas.ts'

const params = Type.Object({ id: Type.String({ description: 'An id, or a name.' }) })
const unknown = { 404: 'There is no such user.' }
const last = { ...unknown, 409: 'They are the last admin, or the identity is bound to another.' }
const reply = Type.Object({ user })

/** `/v1/users`. Nobody makes, changes or ends a user who may do more than they. */
export function userRoutes({ users }: Owner): AdminRoute[] {
  return [...readRoutes(users), ...writeRoutes(users), ...sessionRoutes(users)]
}

function readRoutes(users: UserDesk): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/users',
      scope: 'users:read',
      id: 'listUsers',
      summary: 'List users',
      description: 'In the order of their names.',
      query: pageQuery,
      reply: Type.Object({ users: Type.Array(user), nextCursor }),
      refusals: {},
      answer: async ({ query }) => {
        const { items, ...next } = pageAfter(await users.list(), ({ name }) => name, query)
        return { users: items.map(publicUser), ...next }
      },
    },
    {
      method: 'GET',
      url: '/v1/users/:id',
      scope: 'users:read',
      id: 'showUser',
      summary: 'Show a user',
      params,
      reply,
      refusals: unknown,
      answer: async ({ params: { id = '' } }) => shown(await users.show(id)),
    },
  ]
}

function writeRoutes(users: UserDesk): AdminRoute[] {
  return [
    {
      method: 'POST',
      url: '/v1/users',
      scope: 'users:write',
      id: 'createUser',
      summary: 'Make a user',
      description: 'Without a password they sign in by their identity, or not at all.',
      body: newUserBody,
      status: 201,
      reply,
      refusals: { 409: 'There is such a user.' },
      answer: async ({ body, caller: { scopes: within = [] }, act }) =>
        shown(await users.create(body as NewUser, { within, ...act })),
    },
    {
      method: 'PATCH',
      url: '/v1/users/:id',
      scope: 'users:write',
      id: 'changeUser',
      summary: 'Give a user another role, password or identity; disable or enable them',
      description: 'Their sessions end by any of it.',
      params,
      body: changeUserBody,
      reply,
      refusals: last,
      answer: async ({ params: { id = '' }, body, caller: { scopes: within = [] }, act }) =>
        shown(await users.change(id, body as UserWish, { within, ...act })),
    },
    {
      method: 'DELETE',
      url: '/v1/users/:id',
      scope: 'users:write',
      id: 'deleteUser',
      summary: 'Delete a user',
      params,
      reply,
      refusals: last,
      answer: async ({ params: { id = '' }, caller: { scopes: within = [] }, act }) =>
        shown(await users.remove(id, { within, ...act })),
    },
  ]
}

function sessionRoutes(users: UserDesk): AdminRoute[] {
  return [
    {
      method: 'GET',
      url: '/v1/users/:id/sessions',
      scope: 'users:read',
      id: 'listSessions',
      summary: 'List the sessions of a user',
      description:
        'The latest first, 20 at most. Those that are over may be among them for a while.',
      params,
      reply: Type.Object({ sessions: Type.Array(session) }),
      refusals: unknown,
      answer: async ({ params: { id = '' } }) => ({
        sessions: (await users.sessions(id)).map(publicSession),
      }),
    },
    {
      method: 'DELETE',
      url: '/v1/users/:id/sessions',
      scope: 'users:write',
      id: 'endSessions',
      summary: 'End all sessions of a user',
      params,
      reply,
      refusals: unknown,
      answer: async ({ params: { id = '' }, caller: { scopes: within = [] }, act }) =>
        shown(await users.signOut(id, { within, ...act })),
    },
  ]
}

function shown(one: User): object {
  return { user: publicUser(one) }
}
