import { type ApiKey, keyState, publicKey } from '@symbolon/server/project'
import { readDuration } from '../duration.ts'
import { usageError } from '../errors.ts'
import type { Said } from './owner-command.ts'

/** A key for people, at `at` (Unix seconds). */
export function keyText(key: ApiKey, at: number): string {
  const { id, name, scopes, last4, createdAt, expiresAt, lastUsedAt, revokedAt } = key
  const state = keyState(key, at)
  const ends = state === 'expired' ? 'expired' : 'expires'
  const when = [
    `made ${minute(createdAt)}`,
    ...(expiresAt === undefined ? [] : [`${ends} ${minute(expiresAt)}`]),
    ...(revokedAt === undefined ? [] : [`revoked ${minute(revokedAt)}`]),
    lastUsedAt === undefined ? 'not used yet' : `used ${minute(lastUsedAt)}`,
  ]
  return `${name}  (${state})
  id      ${id}
  key     sym_…${last4}
  scopes  ${scopes.join(' ')}
  ${when.join(', ')}
`
}

/** Says a key, this once. */
export function tellMade(
  { key, text }: { readonly key: ApiKey; readonly text: string },
  at: number,
): Said {
  const shown = `${text}\n\nKeep it now: it is not shown again.\n\n${keyText(key, at)}`
  return { data: { key: publicKey(key, at), secret: text }, text: shown }
}

function minute(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')}Z`
}

const tenYears = 3650 * 86_400

/** @throws CommandError `USAGE` */
export function readLife(text: string | undefined): number | undefined {
  const seconds = text === undefined ? undefined : readDuration(text, '--expires')
  if (seconds !== undefined && (seconds < 60 || seconds > tenYears)) {
    throw usageError('--expires is 1m to 3650d')
  }
  return seconds
}
