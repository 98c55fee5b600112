import { daySeconds } from '../day.ts'
import { ServerError } from '../errors.ts'
import type { GrantEntry, RequestedService } from '../issue.ts'
import { subjectOf } from '../subject.ts'
import { groupCommit } from './group-commit.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'

/**
 * Writes every grant into the ledger before its token leaves; those of one moment are written as one. What is signed
 * outside of it is not written.
 *
 * @throws ServerError `RECORD_UNAVAILABLE`: what cannot be recorded is not given
 */
export function recordInLedger(
  ledger: Pick<Ledger, 'write'>,
  onFault: (error: unknown) => void,
): (entry: GrantEntry) => Promise<void> {
  const commit = groupCommit<readonly LedgerEntry[]>((parts) => ledger.write(parts.flat()))
  return async (entry) => {
    try {
      await commit(entriesOf(entry))
    } catch (error) {
      onFault(error)
      throw new ServerError('RECORD_UNAVAILABLE', 'The grant cannot be recorded at the moment.')
    }
  }
}

function entriesOf({ caller, grant, signed, ...entry }: GrantEntry): LedgerEntry[] {
  if (signed === undefined) return []
  const { dialect, issuedAt } = entry
  // its very end: one of its services may admit until then, whatever the others do
  const expiresAt = issuedAt + lifeOf(grant)
  return grant.services.map((service, nth) => ({
    ...signed,
    ...{ nth, appId: grant.appId, service: service.type, dialect, issuedAt, expiresAt },
    channel: 'channel' in service && service.channel !== '' ? service.channel : undefined,
    subject: subjectOf(service),
    publishes: publishes(service),
    ...{ callerKind: caller.kind, callerId: caller.id },
  }))
}

function lifeOf({ version, expiresInSeconds }: GrantEntry['grant']): number {
  const own = version === '006' || expiresInSeconds === 0 ? daySeconds : expiresInSeconds
  return Math.min(own, daySeconds)
}

/** Whether any privilege to publish is in it, whether or not co-host authentication looks at it. */
function publishes({ privileges }: RequestedService): boolean {
  for (const name in privileges) if (name.startsWith('publish')) return true
  return false
}
