import { ServerError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import type { AuditWish } from './audit.ts'
import { type AuditEntry, auditKeyOf } from './chain.ts'
import { type VerifiedChain, verifyAudit } from './verify-audit.ts'

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
  /**
   * The entries of a chain from its beginning, or after a number, as lines of NDJSON in parts: each line has the hash, the
   * one before, and the entry letter by letter as it was hashed.
   *
   * @throws ServerError `PROJECT_UNKNOWN`
   */
  readonly lines: (chain: string, after?: number) => AsyncIterable<string>
  readonly verify: (onProgress?: (entries: number) => void) => Promise<readonly VerifiedChain[]>
}

const atOnce = 500

export function openAuditDesk(store: Store, masterKey: Uint8Array): AuditDesk {
  const { audit } = store
  const known = async (chain: string) => {
    if (chain === '' || (await store.findProject(chain)) !== undefined) return
    throw new ServerError('PROJECT_UNKNOWN', 'there is no such project')
  }
  return {
    list: async (wish) => {
      const chain = wish.chain.toLowerCase()
      await known(chain)
      return (await audit.find({ ...wish, chain })).map(shownEntry)
    },
    async *lines(given, after = 0) {
      const chain = given.toLowerCase()
      await known(chain)
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
      return await verifyAudit(audit, { key: auditKeyOf(masterKey), expected, onProgress })
    },
  }
}

function shownEntry({ chain, seq, at, action, body, hash }: AuditEntry): ShownEntry {
  const { by, about, requestId } = JSON.parse(body)
  return { chain, seq, at, action, by, about, hash, requestId }
}

function lineOf({ hash, body }: AuditEntry): string {
  return `{"hash":"${hash}","entry":${body}}\n`
}
