import { expect, onTestFinished } from 'vitest'
import { testUnless } from '../../../../e2e/support/test-unless.ts'
import { ownAuthority } from '../../src/authority.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { someNote } from '../acting.ts'
import { temporaryFolder } from '../fixture.ts'
import { answersContract } from './answers-contract.ts'
import { auditArchiveContract } from './audit-archive-contract.ts'
import { auditContract } from './audit-contract.ts'
import { auditCutContract } from './audit-cut-contract.ts'
import { auditLeftoverContract } from './audit-leftover-contract.ts'
import { banContract } from './ban-contract.ts'
import { auditKey, type Engine, someKey, storeContract } from './contract.ts'
import { issuerContract } from './issuer-contract.ts'
import { ledgerContract } from './ledger-contract.ts'
import { missingPostgres, type PostgresServer, startPostgres } from './postgres-server.ts'
import { userContract } from './user-contract.ts'

const test = testUnless(missingPostgres)
let started: Promise<PostgresServer> | undefined
const server = () => {
  started ??= startPostgres()
  return started
}

const engine: Engine = {
  name: 'PostgreSQL',
  test,
  place: async () => (await server()).newDatabase(),
  open: async (url) => {
    const store = await openPostgres(url)
    store.audit.useKey(auditKey)
    return store
  },
  tamper: async (url, statements) => {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('create temp table a as select * from audit')
    await client.query('create temp table h as select * from audit_heads')
    await client.query('create temp table c as select * from audit_cuts')
    for (const statement of statements) await client.query(statement)
    return async () => {
      await client.query('delete from audit; insert into audit select * from a')
      await client.query('delete from audit_heads; insert into audit_heads select * from h')
      await client.query('delete from audit_cuts; insert into audit_cuts select * from c')
      await client.end()
    }
  },
  close: async () => (await started)?.close(),
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

test('two servers that note the uses of the same keys do not wait for each other for ever', async () => {
  const place = await (await server()).newDatabase()
  const stores = [await engine.open(place), await engine.open(place)] as const
  onTestFinished(async () => void (await Promise.all(stores.map((store) => store.close()))))
  const keys = Array.from({ length: 300 }, (_, nth) => someKey(`key ${nth}`))
  for (const key of keys) await stores[0].addKey(key, someNote())
  const uses = (at: number) => keys.map(({ id }) => [id, at] as const)
  for (let round = 1; round <= 5; round++) {
    await Promise.all([
      stores[0].noteKeyUses(new Map(uses(round))),
      stores[1].noteKeyUses(new Map(uses(round + 1).reverse())),
    ])
  }
  const used = (await stores[0].listKeys()).map(({ lastUsedAt }) => lastUsedAt)
  expect(new Set(used)).toEqual(new Set([6]))
})

test('by the address of its socket, as the settings take it, all is kept', async () => {
  const place = await (await server()).newDatabase()
  const dataDir = temporaryFolder()
  const env = { SYMBOLON_DATABASE: place, SYMBOLON_MASTER_KEY: 'ab'.repeat(32) }
  expect(place).toMatch(/^postgres:\/\/postgres@\/test_\d+\?host=/)
  for (const address of [place, place.replace('postgres@', '').concat('&user=postgres')]) {
    const source = { env: { ...env, SYMBOLON_DATABASE: address }, cwd: dataDir }
    const { console, close } = await ownAuthority(source)
    await console.create({ name: 'Shop' }, { by: { kind: 'owner', id: 'test' }, at: 1 })
    await close()
  }
  const { console, close } = await ownAuthority({ env, cwd: dataDir })
  expect(await console.list()).toHaveLength(2)
  await close()
})

test('a socket that is not there is an error that repeats no password', async () => {
  const opened = openPostgres('postgres://ana:hunter22@/shop?host=/not/there')
  await expect(opened).rejects.toThrow('the database cannot be used: ENOENT')
  await expect(opened).rejects.not.toThrow('hunter22')
})

test('a database that cannot be reached is an error that repeats no password', async () => {
  const opened = openPostgres('postgres://ana:hunter22@127.0.0.1:1/nothing')
  await expect(opened).rejects.toThrow('the database cannot be used: ECONNREFUSED')
  await expect(opened).rejects.not.toThrow('hunter22')
})
