import Type from 'typebox'
import { type Role, roles, roleTexts } from '../users/roles.ts'
import { loginPattern } from '../users/user.ts'
import { instant } from './project-schemas.ts'

const closed = { additionalProperties: false } as const

const identity = Type.Object(
  {
    issuer: Type.String({ pattern: '^https?://\\S{1,1000}$', description: 'Its address.' }),
    subject: Type.String({ minLength: 1, maxLength: 255, description: '`sub`.' }),
  },
  { ...closed, description: 'Who they are for an issuer of identities.' },
)

export const user = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    role: Type.String({ description: listOf(roles) }),
    enabled: Type.Boolean(),
    password: Type.Boolean({ description: 'Whether there is one to sign in with.' }),
    identity: Type.Optional(identity),
    createdAt: instant('When they were made.'),
    lastSignInAt: Type.Optional(instant('When they last signed in.')),
  },
  { description: 'Never with a password or its hash.' },
)

export const session = Type.Object({
  id: Type.String(),
  createdAt: instant('When it began.'),
  seenAt: instant('When it was last used, to the minute.'),
  endsAt: instant('When it ends, however much it is used.'),
})

const role = Type.Union(roles.map((one) => Type.Literal(one, { description: roleTexts[one] })))
const password = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: '12 to 256 characters, and none of those that are tried first.',
})

export const newUserBody = Type.Object(
  {
    name: Type.String({
      pattern: loginPattern,
      description: 'What they sign in with. Letter case makes no difference.',
    }),
    role,
    password: Type.Optional(password),
    identity: Type.Optional(identity),
  },
  closed,
)

export const changeUserBody = Type.Object(
  {
    role: Type.Optional(role),
    enabled: Type.Optional(Type.Boolean()),
    password: Type.Optional(password),
    identity: Type.Optional(Type.Union([identity, Type.Null()])),
  },
  { ...closed, minProperties: 1, description: 'All of it is done, or nothing.' },
)

function listOf(names: readonly Role[]): string {
  return names.map((name) => `\`${name}\``).join(', ')
}
