import { ServerError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import { type ArchivedAudit, type ArchiveWish, archiveAudit } from './archive/archive-audit.ts'
import { type JoinedArchives, joinArchives } from './archive/join-archives.ts'
import { type ArchivePart, planArchive } from './archive/plan-archive.ts'
import type { AuditWish } from './audit.ts'
import { type AuditEntry, auditKeyOf, lineOf } from './chain.ts'
import { type Archived, archivedBy, type VerifiedChain, verifyAudit } from './verify-audit.ts'
import type { ExportedEntry } from './verify-export.ts'

/** An entry as it is shown: what was noted, with its number and hash. */
export interface ShownEntry {
  readonly chain: string
  readonly seq: number
  /** Unix seconds */
  readonly at: number
  readonly action: string
  readonly by: { readonly kind: string; readonly id: string }
  readonly about: Readonly<Record<string, unknown>>
  readonly hash: string
  /** of the HTTP request that asked for it */
  readonly requestId?: string | undefined
}

/** What owners do with the audit; nobody writes in it but by doing something. */
export interface AuditDesk {
  /** the last first. @throws ServerError `PROJECT_UNKNOWN` */
  readonly list: (wish: AuditWish) => Promise<readonly ShownEntry[]>
  /** What of a chain is in an archive, and here no more. @throws ServerError `PROJECT_UNKNOWN` */
  readonly archived: (chain: string) => Promise<Archived | undefined>
  /**
   * The entries of a chain from its beginning, or where it was cut, or after a number, as lines of NDJSON in parts: each line
   * has the hash, and the entry letter by letter as it was hashed.
   *
   * @throws ServerError `PROJECT_UNKNOWN`
   */
  readonly lines: (chain: string, after?: number) => AsyncIterable<string>
  readonly verify: (onProgress?: (entries: number) => void) => Promise<readonly VerifiedChain[]>
  /** What would be archived now. @throws ServerError `PROJECT_UNKNOWN` · ArchiveError */
  readonly planArchive: (
    wish: Pick<ArchiveWish, 'until' | 'chain'>,
  ) => Promise<readonly ArchivePart[]>
  /** See `archiveAudit`. @throws ServerError `PROJECT_UNKNOWN` · ArchiveError */
  readonly archive: (wish: ArchiveWish) => Promise<ArchivedAudit>
  /** See `joinArchives`. @throws whatever reading a file throws */
  readonly join: (
    files: readonly string[],
    onEntry?: (entry: ExportedEntry) => void,
  ) => Promise<JoinedArchives>
}

const atOnce = 500

export function openAuditDesk(store: Store, masterKey: Uint8Array): AuditDesk {
  const { audit } = store
  const key = auditKeyOf(masterKey)
  const known = async (given: string) => {
    const chain = given.toLowerCase()
    if (chain === '' || (await store.findProject(chain)) !== undefined) return chain
    throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
  }
  const meant = async <Wish extends { readonly chain?: string | undefined }>(wish: Wish) => {
    return wish.chain === undefined ? wish : { ...wish, chain: await known(wish.chain) }
  }
  return {
    list: async (wish) => {
      const chain = await known(wish.chain)
      return (await audit.find({ ...wish, chain })).map(shownEntry)
    },
    archived: async (given) => {
      const cut = await audit.cutOf(await known(given))
      return cut && archivedBy(cut)
    },
    async *lines(given, after = 0) {
      const chain = await known(given)
      for (let last = after; ; ) {
        const page = await audit.read(chain, last, atOnce)
        if (page.length > 0) yield page.map(lineOf).join('')
        if (page.length < atOnce) return
        last = page.at(-1)!.seq
      }
    },
    verify: async (onProgress) => {
      const projects = await store.listProjects()
      const expected = new Map(projects.map(({ appId, createdAt }) => [appId, createdAt]))
      return await verifyAudit(audit, { key, expected, onProgress })
    },
    planArchive: async (wish) => await planArchive(audit, { key, ...(await meant(wish)) }),
    archive: async (wish) => await archiveAudit(audit, key, await meant(wish)),
    join: (files, onEntry) => joinArchives(audit, files, onEntry),
  }
}

function shownEntry({ chain, seq, at, action, body, hash }: AuditEntry): ShownEntry {
  const { by, about, requestId } = JSON.parse(body)
  return { chain, seq, at, action, by, about, hash, requestId }
}
