import type { Kysely } from 'kysely'
import { kyselyAnswers } from './answers-table.ts'
import { auditActs } from './audit-table.ts'
import { queueActs } from './ban-queue.ts'
import { banActs } from './bans-table.ts'
import { changer, quietChanger } from './changing.ts'
import { issuerActs } from './issuers-table.ts'
import { keyActs } from './keys-table.ts'
import { kyselyLedger, writeGrants } from './kysely-ledger.ts'
import { leaseActs } from './leases-table.ts'
import { policyActs } from './policies-table.ts'
import { projectActs } from './projects-table.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'
import { kyselyUsers } from './users-table.ts'
import { valueActs } from './values-table.ts'

/** The store on either database. */
export function kyselyStore(db: Kysely<Schema>): Store {
  const { audit, append } = auditActs(db)
  const changing = changer(db, append)
  return {
    ...projectActs(db, changing),
    ...keyActs(db, changing),
    ...policyActs(db, changing),
    ...issuerActs(db, changing),
    ...banActs(db, changing),
    ...queueActs(db, quietChanger(db, append)),
    ...leaseActs(db),
    ...valueActs(db),
    revision: () => readRevision(db),
    audit,
    ledger: kyselyLedger(db),
    record: async (entries, notes) => {
      if (entries.length + notes.length === 0) return
      await db.transaction().execute(async (transaction) => {
        await writeGrants(transaction, entries)
        await append(transaction, notes)
      })
    },
    answers: kyselyAnswers(db),
    users: kyselyUsers(db, changing, append),
    close: () => db.destroy(),
  }
}

async function readRevision(db: Kysely<Schema>): Promise<string> {
  const row = await db.selectFrom('revisions').select('projects').executeTakeFirstOrThrow()
  return String(row.projects)
}
