import type { Kysely } from 'kysely'
import type { Drain, Toll } from '../record/ledger.ts'
import type { GrantsTable } from './ledger-table.ts'

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
  db: Kysely<{ readonly grants: GrantsTable }>,
  { certificateId, at, channels }: TollWish,
): Promise<Omit<Toll, keyof Drain>> {
  const looked = db
    .selectFrom('grants')
    .select(['channel', 'publishes', 'expires_at'])
    .where('certificate_id', '=', certificateId)
    .where('expires_at', '>', at)
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
