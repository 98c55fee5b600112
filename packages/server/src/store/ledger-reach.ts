import type { Kysely } from 'kysely'
import { contains, globOf } from '../policies/glob.ts'
import type { Ledger, Lives } from '../record/ledger.ts'
import { type GrantsTable, isWild } from './ledger-table.ts'

interface WithGrants {
  readonly grants: GrantsTable
}

/** What is counted at most, so that no answer takes long, however many tokens are about. */
const most = 1000

/** Services whose blank uid stands for any user; of the others one that is blank is nobody's. */
const ofChannels = ['rtc', 'streaming', 'fcdn']

/** Which grants let somebody in. Every part of it reads an index, and at most a thousand grants of each. */
export function reachOf(db: Kysely<WithGrants>): Ledger['reach'] {
  return async ({ appId, subject, channel }, at) => {
    const live = () => {
      const all = db
        .selectFrom('grants')
        .select(['subject', 'channel', 'expires_at'])
        .where('app_id', '=', appId)
        .where('expires_at', '>', at)
      return all.orderBy('expires_at', 'desc').limit(most + 1)
    }
    const here = channel === undefined ? live() : live().where('channel', '=', channel)
    const own = subject === undefined ? here : here.where('subject', '=', subject)
    const unbound = here.where('subject', '=', '').where('service', 'in', ofChannels)
    const wild = (await live().where(isWild).execute()).filter(
      (row) => fits(row.subject, subject) && fits(row.channel, channel),
    )
    const open = subject === undefined ? [] : await unbound.execute()
    return { own: livesOf(await own.execute()), open: livesOf([...open, ...wild]) }
  }
}

/** Whether a text of a grant stands for a name; for anything where none is asked for. */
function fits(text: string, name: string | undefined): boolean {
  return name === undefined || text === '' || text === name || contains(globOf(text), name)
}

function livesOf(rows: readonly { readonly expires_at: number | string }[]): Lives {
  const lastEndsAt = rows.reduce((last, row) => Math.max(last, Number(row.expires_at)), 0)
  const counted = { grants: Math.min(rows.length, most), more: rows.length > most }
  return rows.length === 0 ? counted : { ...counted, lastEndsAt }
}
