import { authorityChain, type Note } from '../audit/note.ts'
import { daySeconds } from '../day.ts'
import { ServerError } from '../errors.ts'
import type { GrantEntry, RefusalEntry, RequestedService } from '../issue.ts'
import type { SigningProjects } from '../projects/signing-projects.ts'
import type { Store } from '../store/store.ts'
import { subjectOf } from '../subject.ts'
import { issuedNote, refusedNote } from './decision-notes.ts'
import { groupCommit } from './group-commit.ts'
import type { LedgerEntry } from './ledger.ts'

export interface LedgerRecord {
  /**
   * Durable before it resolves where the project's audit is strict; else written as soon as may be.
   *
   * @throws ServerError `RECORD_UNAVAILABLE`: what cannot be recorded is not given
   */
  readonly record: (entry: GrantEntry) => void | Promise<void>
  readonly recordRefusal: (entry: RefusalEntry) => void
  /** Waits a moment for what is left to be written. */
  readonly close: () => Promise<void>
}

interface RecordWish {
  readonly store: Pick<Store, 'record'>
  readonly projects: Pick<SigningProjects, 'find'>
  readonly onFault: (error: unknown) => void
  /** Unix seconds */
  readonly now: () => number
}

/** What of one request goes into ledger and audit. */
interface Part {
  readonly entries: readonly LedgerEntry[]
  readonly note: Note
}

/**
 * Writes every grant into ledger and audit, and every decision against one into the audit; those of one moment are written
 * as one.
 */
export function recordInLedger({ store, projects, onFault, now }: RecordWish): LedgerRecord {
  const commit = groupCommit<Part>({
    write: (parts, lost) =>
      store.record(
        parts.flatMap(({ entries }) => entries),
        [...parts.map(({ note }) => note), ...(lost > 0 ? [lostNote(lost, now())] : [])],
      ),
    onFault,
  })
  const within = atMostEachSecond(mostRefusals)
  return {
    record: (entry) => {
      const { signed, grant } = entry
      if (signed === undefined) return // signed by what is kept nowhere
      const part = { entries: entriesOf(entry, signed), note: issuedNote(entry, signed, now()) }
      if (projects.find(grant.appId)?.audit === 'buffered') return commit.writeLater(part)
      return commit.write(part)
    },
    recordRefusal: ({ error, caller, request, requestId }) => {
      if (!(error instanceof ServerError) || !decisions.has(error.code)) return
      const project = projects.find(request.appId)
      if (project === undefined) return
      const at = now()
      if (!within(at)) return commit.lose()
      commit.writeLater({
        entries: [],
        note: refusedNote({ caller, request, at, requestId }, error, project.appId),
      })
    },
    close: commit.close,
  }
}

/** Who asks for what no rule allows, over and over, shall not fill the disk: what is more is counted. */
const mostRefusals = 100

function atMostEachSecond(most: number): (at: number) => boolean {
  let second = 0
  let count = 0
  return (at) => {
    if (at !== second) {
      second = at
      count = 0
    }
    return ++count <= most
  }
}

/** Refusals that somebody decided; others are mistakes of whoever asks. */
const decisions: ReadonlySet<string> = new Set(['POLICY_DENIED', 'SUBJECT_BANNED'])

function lostNote(count: number, at: number): Note {
  const by = { kind: 'server', id: 'audit' } as const
  return { chain: authorityChain, action: 'records.lost', by, at, about: { count } }
}

// Written out rather than spread: a spread here costs more than the token itself.
function entriesOf(
  { caller, grant, dialect, issuedAt }: GrantEntry,
  { tokenId, certificateId }: NonNullable<GrantEntry['signed']>,
): LedgerEntry[] {
  const { appId, services, rules } = grant
  // its very end: one of its services may admit until then, whatever the others do
  const expiresAt = issuedAt + lifeOf(grant)
  return services.map((service, nth) => ({
    tokenId,
    nth,
    appId,
    service: service.type,
    channel: 'channel' in service && service.channel !== '' ? service.channel : undefined,
    subject: subjectOf(service),
    publishes: publishes(service),
    issuedAt,
    expiresAt,
    certificateId,
    callerKind: caller.kind,
    callerId: caller.id,
    dialect,
    rule: rules?.[nth],
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
