import { expect } from 'vitest'
import { testUnless } from '../../../../e2e/support/test-unless.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { type Engine, storeContract } from './contract.ts'
import { ledgerContract } from './ledger-contract.ts'
import { missingPostgres, type PostgresServer, startPostgres } from './postgres-server.ts'

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
  open: openPostgres,
  close: async () => (await started)?.close(),
}
storeContract(engine)
ledgerContract(engine)

test('a database that cannot be reached is an error that repeats no password', async () => {
  const opened = openPostgres('postgres://ana:hunter22@127.0.0.1:1/nothing')
  await expect(opened).rejects.toThrow('the database cannot be used: ECONNREFUSED')
  await expect(opened).rejects.not.toThrow('hunter22')
})
