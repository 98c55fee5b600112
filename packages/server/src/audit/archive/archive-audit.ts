import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { Act } from '../../act.ts'
import type { Audit } from '../audit.ts'
import { UnsureCut } from '../cut.ts'
import { authorityChain } from '../note.ts'
import { ArchiveError, throwIfStopped } from './archive-error.ts'
import { type ArchivePart, planArchive } from './plan-archive.ts'
import { existing, type WrittenArchive, type WrittenPart, writeArchive } from './write-archive.ts'

export interface ArchiveWish {
  /** must not be there yet */
  readonly file: string
  /** Unix seconds: what is older */
  readonly until: number
  /** of this chain alone */
  readonly chain?: string | undefined
  readonly doing: Act
  /** hears how far it is, now and then */
  readonly onProgress?: (what: 'written' | 'taken out', entries: number) => void
  /** ends it early, as if it had been killed, but for a file that is not whole */
  readonly signal?: AbortSignal | undefined
}

/** What was archived. */
export interface ArchivedAudit {
  readonly chains: readonly {
    readonly chain: string
    readonly from: number
    readonly through: number
    readonly hash: string
  }[]
  /** of the file; absent: nothing was old enough, so there is none */
  readonly sha256?: string
  readonly bytes?: number
  /** how many entries were taken out of the database, those that an act which did not end had left too */
  readonly removed: number
}

/**
 * Takes what is older than an instant out of the audit and into a file, which is proven first. Whoever is killed in between
 * leaves an audit that is whole, and can do it again: what is in the archive is never shown, though it be still there.
 *
 * @throws ArchiveError
 */
export async function archiveAudit(
  audit: Audit,
  key: Uint8Array,
  { file, until, chain, doing, signal, onProgress = () => undefined }: ArchiveWish,
): Promise<ArchivedAudit> {
  if (existsSync(file)) throw existing(file)
  const parts = await planArchive(audit, { key, until, chain })
  const onWritten = (entries: number) => onProgress('written', entries)
  const written =
    parts.length === 0
      ? undefined
      : await writeArchive(audit, parts, { file, onWritten, signal }).catch(async (error) => {
          if (!isFaulty(error) || !(await isCutMeanwhile(audit, parts))) throw error
          throw cutMeanwhile()
        })
  if (written !== undefined) await cutAll(audit, written, { file, doing })
  const onRemoved = (entries: number) => onProgress('taken out', entries)
  const removed = await forgetArchived(audit, { chain, onRemoved, signal })
  const { sha256, bytes, parts: own = [] } = written ?? {}
  const chains = own.map(({ part: { chain, from, through }, hash }) => ({
    ...{ chain, from, through, hash },
  }))
  return { chains, removed, ...(sha256 !== undefined && { sha256, bytes: bytes! }) }
}

function isFaulty(error: unknown): boolean {
  return error instanceof ArchiveError && error.code === 'AUDIT_FAULTY'
}

/** Then what is missing from a chain is no fault of it. */
async function isCutMeanwhile(
  audit: Pick<Audit, 'cutOf'>,
  parts: readonly ArchivePart[],
): Promise<boolean> {
  for (const { chain, cut } of parts) {
    if ((await audit.cutOf(chain))?.proof !== cut?.proof) return true
  }
  return false
}

function cutMeanwhile(): ArchiveError {
  const message = 'the audit was archived by somebody else meanwhile'
  const fix = 'Look at symbolon audit verify, and do it again, with another file.'
  return new ArchiveError('AUDIT_CUT_MEANWHILE', message, fix)
}

/** Once a chain is cut its part of the file is all there is of it, so from then on the file stays, whatever fails. */
async function cutAll(
  audit: Pick<Audit, 'cut'>,
  { parts, sha256 }: WrittenArchive,
  { file, doing }: Pick<ArchiveWish, 'file' | 'doing'>,
): Promise<void> {
  let isNeeded = false
  try {
    for (const written of parts) {
      if (!(await cutOne(audit, written, { sha256, doing }))) throw cutMeanwhile()
      isNeeded = true
    }
  } catch (error) {
    const isUnsure = error instanceof UnsureCut
    if (!isNeeded && !isUnsure) await rm(file)
    throw isUnsure ? unsure(file) : error
  }
}

function unsure(file: string): ArchiveError {
  const message = 'the database failed, and nobody can say whether the audit was cut'
  const fix = `Keep ${file}, look at symbolon audit verify, and do it again, with another file.`
  return new ArchiveError('AUDIT_CUT_UNSURE', message, fix)
}

/** The note of it is in the chain of the authority, with the digest of the file; where the file is says nobody. */
async function cutOne(
  audit: Pick<Audit, 'cut'>,
  { part, hash, since, until, begun }: WrittenPart,
  { sha256, doing }: { readonly sha256: string; readonly doing: Act },
): Promise<boolean> {
  const { chain, from, through, cut: before } = part
  const cut = {
    ...{ chain, seq: through, hash, until, sha256, at: doing.at },
    since: before?.since ?? since,
    begun: [...(before?.begun ?? []), ...begun],
  }
  const about = { chain, from, through, hash, sha256 }
  const note = { chain: authorityChain, action: 'audit.archived', ...doing, about } as const
  return await audit.cut(cut, before?.seq ?? 0, [note])
}

/** So few at once that who records tokens waits for milliseconds; and then lets them, for longer than they wait to try again. */
const atOnce = 1000
const pauseMs = 15

interface Forgetting {
  readonly chain: string | undefined
  readonly onRemoved: (entries: number) => void
  readonly signal: AbortSignal | undefined
}

async function forgetArchived(
  audit: Pick<Audit, 'cuts' | 'forget'>,
  { chain: only, onRemoved, signal }: Forgetting,
): Promise<number> {
  let removed = 0
  for (const { chain } of await audit.cuts()) {
    if (only !== undefined && chain !== only) continue
    for (;;) {
      const part = await audit.forget(chain, atOnce)
      if (part === 0) break
      removed += part
      onRemoved(removed)
      throwIfStopped(signal, 'The archive is whole. What is left here is taken out the next time.')
      await setTimeout(pauseMs)
    }
  }
  return removed
}
