import { clean, publicUser, type Session, type User } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import type { Said } from './owner-command.ts'

/** A user for people. */
export function userText({ id, name, role, enabled, createdAt, ...rest }: User): string {
  const { passwordHash, identity, lastSignInAt } = rest
  const ways = [
    ...(passwordHash === undefined ? [] : ['password']),
    ...(identity === undefined ? [] : [`${clean(identity.subject)} of ${clean(identity.issuer)}`]),
  ]
  const last =
    lastSignInAt === undefined ? 'not signed in yet' : `signed in ${minute(lastSignInAt)}`
  return `${name}  (${role}${enabled ? '' : ', disabled'})
  id           ${id}
  signs in by  ${ways.join(', ') || 'nothing'}
  made ${minute(createdAt)}, ${last}
`
}

export function sessionText({ id, createdAt, seenAt, endsAt }: Session): string {
  return `${id}  since ${minute(createdAt)}, seen ${minute(seenAt)}, ends ${minute(endsAt)}\n`
}

export function tellUser(user: User): Said {
  return { data: { user: publicUser(user) }, text: userText(user) }
}

/** @throws CommandError `USAGE` */
export function userMeant([name]: readonly string[]): string {
  if (name === undefined) throw usageError('which user? a name or an id of user list')
  return name
}

function minute(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')}Z`
}
