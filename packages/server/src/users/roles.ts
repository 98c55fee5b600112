import type { Scope } from '../keys/scopes.ts'

/** What a role is for; docs/users.md has the same. */
export const roleTexts = {
  viewer: 'sees everything but secrets and the audit',
  operator: 'and bans, has temporary tokens made, and has users re-authenticate',
  admin: 'and changes all else, and sees certificates',
  auditor: 'sees everything but secrets, the audit as well',
} as const

export type Role = keyof typeof roleTexts

export const roles = Object.keys(roleTexts) as readonly Role[]

export function isRole(text: string): text is Role {
  return Object.hasOwn(roleTexts, text)
}

const all = roles
const admins = ['admin'] as const
const operators = ['operator', 'admin'] as const

/**
 * Who may do what, whole. Nobody is given tokens for signing in: apps ask for those with keys, which policies know.
 * What people need to try something are temporary tokens.
 */
const rolesWith: Readonly<Record<Scope, readonly Role[]>> = {
  'tokens:issue': [],
  'tokens:explain': all,
  'tokens:temp': operators,
  'projects:read': all,
  'projects:write': admins,
  'certificates:reveal': admins,
  'policies:read': all,
  'policies:write': admins,
  'grants:read': all,
  'bans:read': all,
  'bans:write': operators,
  'push:write': operators,
  'audit:read': ['auditor', 'admin'],
  'keys:read': all,
  'keys:write': admins,
  'issuers:read': all,
  'issuers:write': admins,
  'users:read': all,
  'users:write': admins,
}

const byRole = new Map(
  roles.map((role) => [
    role,
    Object.entries(rolesWith).flatMap(([scope, own]) =>
      own.includes(role) ? [scope as Scope] : [],
    ),
  ]),
)

/** What who has the role may do. */
export function scopesOf(role: Role): readonly Scope[] {
  return byRole.get(role)!
}
