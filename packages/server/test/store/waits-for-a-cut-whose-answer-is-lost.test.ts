import type { Socket } from 'node:net'
import { expect, onTestFinished, vi } from 'vitest'
import { testUnless } from '../../../../e2e/support/test-unless.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { acting } from '../acting.ts'
import { auditKey } from './contract.ts'
import { faultsOf, note, numbersFrom, shop } from './filled-audit.ts'
import { missingPostgres, startPostgres } from './postgres-server.ts'

const test = testUnless(missingPostgres)
const patience = { timeout: 8000 }

test('a cut that PostgreSQL still makes when the connection is lost is waited for, and made', async () => {
  const { default: pg } = await import('pg')
  const server = await startPostgres()
  onTestFinished(() => server.close())
  const url = await server.newDatabase()
  const store = await openPostgres(url)
  onTestFinished(() => store.close())
  const { audit } = store
  audit.useKey(auditKey)
  await audit.write(numbersFrom(1, 9).map((nth) => note(nth)))
  const [entry] = await audit.read(shop, 4, 1)
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  onTestFinished(() => holder.end())
  // the last that the act does, when all else is done, is to wait for this lock
  await holder.query(`
    select pg_advisory_lock(7);
    create function wait() returns trigger language plpgsql as
      'begin perform pg_advisory_xact_lock(7); return null; end';
    create constraint trigger wait after insert on audit_cuts deferrable initially deferred
      for each row execute function wait()`)
  const waiting = async () => {
    const { rows } = await holder.query(
      `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return rows.map(({ query }) => query.split(' ')[0])
  }
  const query = vi.spyOn(pg.Client.prototype, 'query')
  onTestFinished(() => query.mockRestore())
  const { seq, at, hash } = entry!
  const cut = { chain: shop, seq, hash, since: at, until: at, begun: [], sha256: '', at }
  const cutting = audit.cut(cut, 0, [
    { chain: '', action: 'audit.archived', ...acting(at), about: {} },
  ])
  await vi.waitFor(async () => expect(await waiting()).toEqual(['commit']), patience)
  const nth = query.mock.calls.findIndex(([text]) => String(text) === 'commit')
  const client = query.mock.contexts[nth] as unknown as { connection: { stream: Socket } }
  client.connection.stream.destroy()
  await vi.waitFor(
    async () => expect((await waiting()).sort()).toEqual(['commit', 'select']),
    patience,
  )
  await holder.query('select pg_advisory_unlock(7)')
  expect(await cutting).toBe(true)
  expect((await audit.cutOf(shop))?.seq).toBe(seq)
  expect(await faultsOf(store)).toEqual([])
})
