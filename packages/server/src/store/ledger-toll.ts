import type { Kysely } from 'kysely'
import type { Drain, Toll } from '../record/ledger.ts'
import type { DrainsTable, GrantsTable } from './ledger-table.ts'

interface TollWish {
  readonly certificateId: string
  /** Unix seconds */
  readonly at: number
  /** at most so many */
  readonly channels: number
}

/** Of how many grants it is looked up where they are: enough to see what is hit, few enough to know at once. */
const most = 50_000

/** Where the grants of a certificate are. */
export async function tollOf(
  db: Kysely<{ readonly grants: GrantsTable; readonly drains: DrainsTable }>,
  { certificateId, at, channels }: TollWish,
): Promise<Omit<Toll, keyof Drain>> {
  // in the seconds in which tokens of this certificate end, and in no others
  const looked = db
    .selectFrom('drains')
    .innerJoin('grants', (join) =>
      join
        .onRef('grants.app_id', '=', 'drains.app_id')
        .onRef('grants.expires_at', '=', 'drains.expires_at')
        .onRef('grants.certificate_id', '=', 'drains.certificate_id'),
    )
    .select(['grants.channel', 'grants.publishes', 'grants.expires_at'])
    .where('drains.certificate_id', '=', certificateId)
    .where('drains.expires_at', '>', at)
    .limit(most + 1)
    .as('looked')
  const { total } = await db
    .selectFrom(looked)
    .select(({ fn }) => fn.countAll<number | string>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom(looked)
    .select(({ fn }) => [
      'channel',
      fn.countAll<number | string>().as('grants'),
      fn.sum<number | string>('publishes').as('publishers'),
      fn.max('expires_at').as('last'),
    ])
    .groupBy('channel')
    .orderBy('grants', 'desc')
    .orderBy('channel')
    .limit(channels)
    .execute()
  return {
    grants: Math.min(Number(total), most),
    more: Number(total) > most,
    channels: rows.map(({ channel, grants, publishers, last }) => ({
      channel: channel === '' ? undefined : channel,
      grants: Number(grants),
      publishers: Number(publishers),
      lastEndsAt: Number(last),
    })),
  }
}
