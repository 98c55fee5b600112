import type { Act } from '../act.ts'

/** What can be done, as the audit calls it: what it was done to, and what was done. */
type AuditAction =
  | 'chain.begun'
  | 'project.created'
  | 'project.imported'
  | 'project.changed'
  | 'certificate.added'
  | 'certificate.swapped'
  | 'certificate.emergency'
  | 'certificate.enabled'
  | 'certificate.disabled'
  | 'certificate.deleted'
  | 'certificate.revealed'
  | 'no-certificate.deleted'
  | 'key.created'
  | 'key.rotated'
  | 'key.revoked'
  | 'policy.set'
  | 'subject.banned'
  | 'ban.extended'
  | 'ban.lifted'
  | 'ban.platform'
  | 'subject.reauthenticate'
  | 'issuer.added'
  | 'issuer.changed'
  | 'issuer.removed'
  | 'user.created'
  | 'user.changed'
  | 'user.deleted'
  | 'user.signed-in'
  | 'user.signed-out'
  | 'user.password.changed'
  | 'token.issued'
  | 'token.refused'
  | 'token.temporary'
  | 'records.lost'
  | 'backup.made'
  | 'backup.restored'
  | 'audit.archived'

/** What is written down of an act: plain data without a secret. */
export interface Note extends Act {
  /** App ID of the project that it is about; {@link authorityChain} for what is about none */
  readonly chain: string
  readonly action: AuditAction
  readonly about: object
}

/** The chain of what is no project's: keys, users, and which chains there are. */
export const authorityChain = ''
