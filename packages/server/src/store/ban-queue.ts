import { type Kysely, sql } from 'kysely'
import type { Ban } from '../bans/ban.ts'
import { banOf, changingRow } from './bans-table.ts'
import type { Change } from './changing.ts'
import { instant } from './instant.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

type QueueActs = Pick<Store, 'dueBans' | 'waitingBans' | 'noteBan' | 'rulesOfOthers'>

/** The bans as a queue of what the platform is to be told. */
export function queueActs(db: Kysely<Schema>, changing: Change): QueueActs {
  return {
    dueBans: async ({ at, endsAfter, ofLocal, limit }) => {
      const rows = await waiting(db, { endsAfter, ofLocal })
        .selectAll('bans')
        .where('bans.next_at', '<=', at)
        .where(({ not, exists }) => not(exists(earlier(db, endsAfter).select('first.id'))))
        .orderBy('bans.next_at')
        .orderBy('bans.position')
        .limit(limit)
        .execute()
      return rows.map(banOf)
    },
    waitingBans: async (wish) => {
      const row = await waiting(db, wish)
        .select(({ fn }) => [
          fn.countAll<number | string>().as('count'),
          fn.min(fn.coalesce('bans.lifted_at', 'bans.created_at')).as('oldest'),
        ])
        .executeTakeFirstOrThrow()
      return { count: Number(row.count), oldestAt: instant(row.oldest) }
    },
    noteBan: (id, change, note) =>
      changing(async (transaction) => {
        const known = transaction.selectFrom('bans').selectAll().where('id', '=', id)
        const found = await known.executeTakeFirst()
        const ban = found && banOf(found)
        const platform = ban && change(ban)
        if (platform === undefined) return { result: undefined, notes: [] }
        const changed = { ...ban!, platform }
        const row = changingRow(changed)
        await transaction.updateTable('bans').set(row).where('id', '=', id).execute()
        return { result: changed, notes: note?.(changed) ?? [] }
      }),
    rulesOfOthers: (ban) => rulesOfOthers(db, ban),
  }
}

const waits = ['queued', 'lifting'] as const

interface WaitingWish {
  readonly endsAfter: number
  readonly ofLocal: boolean
}

function waiting(db: Kysely<Schema>, { endsAfter, ofLocal }: WaitingWish) {
  return db
    .selectFrom('bans')
    .where('bans.platform_state', 'in', waits)
    .where('bans.ends_at', '>', endsAfter)
    .$if(!ofLocal, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('projects')
            .select('projects.app_id')
            .whereRef('projects.app_id', '=', 'bans.app_id')
            .where('projects.origin', '=', 'linked'),
        ),
      ),
    )
}

/** What was decided before for the same user, or of a channel alone for the same one, and still waits. */
function earlier(db: Kysely<Schema>, endsAfter: number) {
  return db
    .selectFrom('bans as first')
    .whereRef('first.app_id', '=', 'bans.app_id' as never)
    .whereRef('first.position', '<', 'bans.position' as never)
    .where('first.platform_state', 'in', waits)
    .where('first.ends_at', '>', endsAfter)
    .where(
      sql<boolean>`(first.subject = bans.subject or (first.subject is null and bans.subject is null and first.channel = bans.channel))`,
    )
}

async function rulesOfOthers(
  db: Kysely<Schema>,
  { id, appId, subject, channel }: Ban,
): Promise<readonly number[]> {
  const rows = await db
    .selectFrom('bans')
    .select('rule_id')
    .where('app_id', '=', appId)
    .where('id', '<>', id)
    .where('rule_id', 'is not', null)
    .where('lifted_at', 'is', null)
    .where(sql`coalesce(subject, '')`, '=', subject ?? '')
    .where(sql`coalesce(channel, '')`, '=', channel ?? '')
    .execute()
  return rows.map((row) => Number(row.rule_id))
}
