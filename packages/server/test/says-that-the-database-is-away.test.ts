import { expect, test } from 'vitest'
import { testUnless } from '../../../e2e/support/test-unless.ts'
import { asServerError } from '../src/http/problem.ts'
import { openPostgres } from '../src/store/postgres.ts'
import { keptProject, serving } from './authority.ts'
import { missingPostgres, startPostgres } from './store/postgres-server.ts'

testUnless(missingPostgres)(
  'an act on a database that went away is told to come back',
  async () => {
    const server = await startPostgres()
    const store = await openPostgres(await server.newDatabase())
    await server.close()
    const failed = await store.listKeys().catch((error: unknown) => error)
    expect(asServerError(failed)).toMatchObject({ code: 'STORE_UNAVAILABLE', status: 503 })
    await store.close().catch(() => undefined)
  },
)

test('owners are answered 503, not that something is wrong with the server', async () => {
  const kept = await keptProject()
  const key = await kept.keyFor()
  const { call } = await serving(kept)
  const locked = Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR' })
  expect(asServerError(locked)).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  expect(asServerError(new Error('a bug'))).toMatchObject({ code: 'INTERNAL_ERROR' })
  expect((await call('GET /v1/projects', { key })).status).toBe(200)
})
