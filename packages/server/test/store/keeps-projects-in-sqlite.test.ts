import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { isUnavailable } from '../../src/store/unavailable.ts'
import { answersContract } from './answers-contract.ts'
import { auditArchiveContract } from './audit-archive-contract.ts'
import { auditContract } from './audit-contract.ts'
import { auditCutContract } from './audit-cut-contract.ts'
import { auditLeftoverContract } from './audit-leftover-contract.ts'
import { banContract } from './ban-contract.ts'
import { auditKey, type Engine, storeContract } from './contract.ts'
import { issuerContract } from './issuer-contract.ts'
import { ledgerContract } from './ledger-contract.ts'
import { tamperSqlite } from './tamper-sqlite.ts'
import { userContract } from './user-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-store-'))
let count = 0
const place = async () => join(folder, `${++count}`, 'symbolon.db')

const engine: Engine = {
  name: 'SQLite',
  test,
  place,
  open: async (path) => {
    const store = await openSqlite(path)
    store.audit.useKey(auditKey)
    return store
  },
  tamper: async (path, statements) => {
    const { DatabaseSync } = await import('@photostructure/sqlite')
    const database = new DatabaseSync(path)
    database.exec('create temp table a as select * from audit')
    database.exec('create temp table h as select * from audit_heads')
    database.exec('create temp table c as select * from audit_cuts')
    for (const statement of statements) database.exec(statement)
    return async () => {
      database.exec('delete from audit; insert into audit select * from a')
      database.exec('delete from audit_heads; insert into audit_heads select * from h')
      database.exec('delete from audit_cuts; insert into audit_cuts select * from c')
      database.close()
    }
  },
  close: async () => rmSync(folder, { recursive: true }),
}
storeContract(engine)
ledgerContract(engine)
answersContract(engine)
auditContract(engine)
auditCutContract(engine)
auditArchiveContract(engine)
auditLeftoverContract(engine)
issuerContract(engine)
banContract(engine)
userContract(engine)

test('its files can be read by their owner alone', async () => {
  const path = await place()
  const store = await openSqlite(path)
  onTestFinished(() => store.close())
  await store.keepValue('a', () => 'b')
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    expect({ file, mode: statSync(file).mode & 0o777 }).toEqual({ file, mode: 0o600 })
  }
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700)
})

test('what is no database is said to be none, and stays as it is', async () => {
  const path = join(folder, 'text')
  writeFileSync(
    path,
    'this is no database, but a text that is long enough to be looked at'.repeat(9),
  )
  await expect(openSqlite(path)).rejects.toThrow(`${path} cannot be used as a database`)
  await expect(openSqlite(folder)).rejects.toThrow('cannot be used as a database')
})

test('one that a newer version wrote is refused', async () => {
  const path = await place()
  await (await openSqlite(path)).close()
  const { DatabaseSync } = await import('@photostructure/sqlite')
  const database = new DatabaseSync(path)
  database.exec("insert into kysely_migration values ('9999-later', '2030-01-01')")
  database.close()
  await expect(openSqlite(path)).rejects.toThrow('newer version')
})

test('a full disk is said to be one, though SQLite has rolled back by itself', async () => {
  const path = await place()
  const store = await openSqlite(path)
  onTestFinished(() => store.close())
  // what SQLite does when it finds no room
  const full = "select raise(rollback, 'database or disk is full')"
  tamperSqlite(path, `create trigger full before insert on grants begin ${full}; end`)
  const grant = {
    ...{ tokenId: 'a'.repeat(32), nth: 0, appId: 'a'.repeat(32), service: 'rtc', subject: '7' },
    ...{ publishes: true, issuedAt: 1, expiresAt: 2, certificateId: 'c_1' },
    ...{ callerKind: 'key', callerId: 'k_1', dialect: 'v1' },
  }
  const failure = await store.record([grant], []).catch((error: unknown) => error)
  expect(String(failure)).toContain('disk is full')
  expect(isUnavailable(failure)).toBe(true)
})

test('grants that an older version wrote are all there afterwards, in the order of their ends', async () => {
  const path = await place()
  await (await openSqlite(path)).close()
  tamperSqlite(
    path,
    `drop table grants;
     drop table drains;
     create table grants (token_id text, nth integer, app_id text, service text, channel text, subject text,
       publishes integer, issued_at bigint, expires_at bigint, certificate_id text, caller_kind text,
       caller_id text, dialect text, primary key (token_id, nth));
     insert into grants values
       ('${'b'.repeat(32)}', 0, '${'a'.repeat(32)}', 'rtc', 'lobby', '8', 1, 20, 90, 'c_1', 'key', 'k_1', 'v1'),
       ('${'a'.repeat(32)}', 0, '${'a'.repeat(32)}', 'rtc', '', '7', 0, 10, 80, 'c_1', 'key', 'k_1', 'v1');
     delete from kysely_migration where name >= '0016'`,
  )
  const store = await openSqlite(path)
  onTestFinished(() => store.close())
  const { entries } = await store.ledger.find({ appId: 'a'.repeat(32), limit: 9 })
  expect(entries).toMatchObject([
    { subject: '7', channel: undefined, publishes: false, issuedAt: 10, expiresAt: 80 },
    { subject: '8', channel: 'lobby', publishes: true, issuedAt: 20, expiresAt: 90 },
  ])
  expect(await store.ledger.ofToken({ tokenId: 'b'.repeat(32), issuedAt: 20 })).toHaveLength(1)
  expect(await store.ledger.drainOf('c_1', 80)).toEqual({ unexpiredTokens: 1, lastEndsAt: 90 })
})
