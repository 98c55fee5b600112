import type { Audit } from '../audit/audit.ts'
import { pastRequestOf, requestActions } from './past-request.ts'
import { Replay, type Replaying, type ReplayReport } from './replay.ts'

/** Which requests, and by which policy. */
interface KeptWish extends Pick<Replaying, 'policy'> {
  /** App ID, in lower case */
  readonly chain: string
  /** Unix seconds: not before */
  readonly since: number
}

interface ReplayWish extends KeptWish, Replaying {
  /** at most so many requests, the last ones */
  readonly most: number
}

export type ReplayKept = (wish: KeptWish) => Promise<AuditReplay>

/** How many requests are decided again at most: seconds of work. */
export const mostReplayed = 100_000

/** @param maxTokenSeconds - longest life that the server gives */
export function replayKept(
  audit: Pick<Audit, 'find' | 'cutOf'>,
  maxTokenSeconds: number,
): ReplayKept {
  return (wish) => replayAudit(audit, { ...wish, maxTokenSeconds, most: mostReplayed })
}

export interface AuditReplay extends ReplayReport {
  /** whether there were more requests than were looked at */
  readonly unseen: boolean
  /** Unix seconds: until then requests were archived, and not looked at; absent: none that were asked for */
  readonly archivedUntil?: number
}

const atOnce = 1000

/** Decides the requests of the audit by another policy, the last first. Others are answered meanwhile. */
async function replayAudit(
  audit: Pick<Audit, 'find' | 'cutOf'>,
  { chain, since, most, ...by }: ReplayWish,
): Promise<AuditReplay> {
  const replay = new Replay(by)
  let before: number | undefined
  for (let read = 0; read < most; ) {
    const limit = Math.min(atOnce, most - read)
    const page = await audit.find({ chain, actions: requestActions, since, before, limit })
    for (const entry of page) {
      const past = pastRequestOf(entry)
      if (past !== undefined) replay.add(past)
    }
    if (page.length < limit)
      return { ...replay.report(), ...(await archivedOf(audit, chain, since)), unseen: false }
    read += page.length
    before = page.at(-1)!.seq
    await new Promise(setImmediate) // SQLite answers without waiting: whoever asks for a token comes between
  }
  const [next] = await audit.find({ chain, actions: requestActions, since, before, limit: 1 })
  const gone = await archivedOf(audit, chain, since)
  return { ...replay.report(), ...gone, unseen: next !== undefined }
}

/** Asked afterwards: the audit may have been cut while it was read. */
async function archivedOf(
  audit: Pick<Audit, 'cutOf'>,
  chain: string,
  since: number,
): Promise<Pick<AuditReplay, 'archivedUntil'>> {
  const cut = await audit.cutOf(chain)
  return cut !== undefined && cut.until >= since ? { archivedUntil: cut.until } : {}
}
