import type { Issuer } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import type { Said } from './owner-command.ts'

/** An issuer for people. */
export function issuerText({ id, name, enabled, ...issuer }: Issuer): string {
  const { audience, algorithms, jwksUrl, claim, createdAt, createdBy } = issuer
  const day = new Date(createdAt * 1000).toISOString().slice(0, 10)
  return `${name}${enabled ? '' : '  (disabled)'}
  id          ${id}
  issuer      ${issuer.issuer}
  audience    ${audience.join(' or ')}
  algorithms  ${algorithms.join(' ')}
  keys        ${jwksUrl}
  callers     ${id}:… by the claim ${claim}
  added ${day} by ${createdBy}
`
}

export function tellIssuer(issuer: Issuer): Said {
  return { data: { issuer }, text: issuerText(issuer) }
}

/** @throws CommandError `USAGE` */
export function idOf(id: string | undefined): string {
  if (id === undefined) throw usageError('which? an id of issuer list')
  return id
}
