import type { Insertable, Kysely, Selectable } from 'kysely'
import { ServerError } from '../errors.ts'
import type { ApiKey } from '../keys/api-key.ts'
import { isScope } from '../keys/scopes.ts'
import type { Change } from './changing.ts'
import { instant } from './instant.ts'
import type { Schema } from './schema.ts'
import type { Store } from './store.ts'

type KeyActs = Pick<Store, 'listKeys' | 'addKey' | 'changeKey' | 'noteKeyUses'>

/** What the store does with API keys. */
export function keyActs(db: Kysely<Schema>, changing: Change): KeyActs {
  return {
    listKeys: async () =>
      (await db.selectFrom('api_keys').selectAll().orderBy('position').execute()).map(keyOf),
    addKey: (key, note) =>
      changing(async (transaction) => {
        await insert(transaction, key)
        return { result: undefined, notes: [note] }
      }),
    changeKey: (id, change, note) =>
      changing(async (transaction) => {
        const known = transaction.selectFrom('api_keys').selectAll().where('id', '=', id)
        const found = await known.executeTakeFirst()
        if (found === undefined) throw new ServerError('KEY_UNKNOWN', 'there is no such key')
        const { key, successor } = change(keyOf(found))
        const { name, expires_at, revoked_at, replaced_by } = keyRow(key)
        await transaction
          .updateTable('api_keys')
          .set({ name, expires_at, revoked_at, replaced_by })
          .where('id', '=', id)
          .execute()
        if (successor !== undefined) await insert(transaction, successor)
        const result = successor === undefined ? { key } : { key, successor }
        return { result, notes: [note(result)] }
      }),
    noteKeyUses: (uses) =>
      db.transaction().execute(async (transaction) => {
        // in one order everywhere: two servers that note the same keys would else wait for each other for ever
        for (const [id, at] of [...uses].sort(([one], [other]) => (one < other ? -1 : 1))) {
          await transaction
            .updateTable('api_keys')
            .set({ last_used_at: at })
            .where('id', '=', id)
            .where((or) => or.or([or('last_used_at', 'is', null), or('last_used_at', '<', at)]))
            .execute()
        }
      }),
  }
}

async function insert(db: Kysely<Schema>, key: ApiKey): Promise<void> {
  await db.insertInto('api_keys').values(keyRow(key)).execute()
}

function keyOf(row: Selectable<Schema['api_keys']>): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ').filter(isScope), // a newer version may know more
    hash: row.hash,
    last4: row.last4,
    createdAt: Number(row.created_at),
    expiresAt: instant(row.expires_at),
    revokedAt: instant(row.revoked_at),
    lastUsedAt: instant(row.last_used_at),
    replacedBy: row.replaced_by ?? undefined,
  }
}

function keyRow(key: ApiKey): Insertable<Schema['api_keys']> {
  return {
    id: key.id,
    name: key.name,
    scopes: key.scopes.join(' '),
    hash: key.hash,
    last4: key.last4,
    created_at: key.createdAt,
    expires_at: key.expiresAt ?? null,
    revoked_at: key.revokedAt ?? null,
    last_used_at: key.lastUsedAt ?? null,
    replaced_by: key.replacedBy ?? null,
  }
}
