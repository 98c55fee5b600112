import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished } from 'vitest'
import { testUnless } from '../../../e2e/support/test-unless.ts'
import { type OpeningAuthority, openAuthority } from '../src/authority.ts'
import { acting } from './acting.ts'
import { seconds } from './authority.ts'
import { start, temporaryFolder } from './fixture.ts'
import { missingPostgres, type PostgresServer, startPostgres } from './store/postgres-server.ts'

const onPostgres = testUnless(missingPostgres)
const onPosix = testUnless(process.platform === 'win32' ? 'Windows has no such modes' : undefined)
const test = testUnless(undefined)

let started: Promise<PostgresServer> | undefined
afterAll(async () => await (await started)?.close())

async function newDatabase(): Promise<string> {
  started ??= startPostgres()
  return await (await started).newDatabase()
}

const masterKey = 'c'.repeat(64)

async function open(place: string, opening: Partial<OpeningAuthority> = {}) {
  const dataDir = opening.dataDir ?? temporaryFolder()
  const authority = await openAuthority(place, { masterKey: undefined, dataDir, ...opening })
  onTestFinished(() => authority.close())
  return { authority, dataDir }
}

test('a database whose master key is elsewhere is not given another', async () => {
  const dataDir = temporaryFolder()
  const place = join(dataDir, 'symbolon.db')
  const { authority } = await open(place, { masterKey, dataDir })
  await authority.console.create({ name: 'Shop' }, acting(seconds()))
  await expect(open(place, { dataDir })).rejects.toThrow(/is not here: set SYMBOLON_MASTER_KEY/)
  expect(existsSync(join(dataDir, 'master-key'))).toBe(false)
  await open(place, { dataDir, masterKey })
})

onPostgres(
  'a database of PostgreSQL whose master key is elsewhere is not given another',
  async () => {
    const place = await newDatabase()
    await open(place, { masterKey })
    const dataDir = temporaryFolder()
    const told: string[] = []
    const opened = open(place, { dataDir, onMasterKeyMade: (path) => told.push(path) })
    await expect(opened).rejects.toThrow(/is not here: set SYMBOLON_MASTER_KEY/)
    expect(readdirSync(dataDir)).toEqual([])
    expect(told).toEqual([])
  },
)

onPostgres('a server makes no master key for a database of PostgreSQL', async () => {
  const SYMBOLON_DATABASE = `${(await newDatabase()).replace('postgres@', '')}&user=postgres`
  const dataDir = temporaryFolder()
  const env = { SYMBOLON_DATABASE, SYMBOLON_DATA_DIR: dataDir }
  for (const command of ['dev', 'serve'] as const) {
    const SYMBOLON_API_KEY = 'a-key-of-sixteen-characters-or-more'
    const started = start({ ...env, SYMBOLON_API_KEY }, { command })
    await expect(started).rejects.toThrow(/SYMBOLON_MASTER_KEY is not set/)
  }
  expect(readdirSync(dataDir)).toEqual([])
  await start({ ...env, SYMBOLON_MASTER_KEY: masterKey })
})

onPostgres(
  'who makes a database of PostgreSQL is told of the master key that is made',
  async () => {
    const place = await newDatabase()
    const told: string[] = []
    const { dataDir } = await open(place, { onMasterKeyMade: (path) => told.push(path) })
    expect(told).toEqual([join(dataDir, 'master-key')])
    await open(place, { dataDir, onMasterKeyMade: (path) => told.push(path) })
    expect(told).toHaveLength(1)
  },
)

onPostgres('who only reads begins nothing in PostgreSQL either', async () => {
  const place = await newDatabase()
  const dataDir = temporaryFolder()
  await expect(open(place, { dataDir, make: false })).rejects.toThrow('nothing is kept here yet')
  await expect(open(place, { dataDir })).rejects.toThrow(/SYMBOLON_MASTER_KEY is not set/)
  const reading = open(place, { dataDir, make: false, onMasterKeyMade: () => undefined })
  await expect(reading).rejects.toThrow('nothing is kept here yet')
  expect(readdirSync(dataDir)).toEqual([])
})

onPosix.each([0o640, 0o604, 0o660, 0o602])(
  'a master key of mode %o is used for nothing',
  async (mode) => {
    const dataDir = temporaryFolder()
    const place = join(dataDir, 'symbolon.db')
    await open(place, { dataDir })
    const path = join(dataDir, 'master-key')
    chmodSync(path, mode)
    await expect(open(place, { dataDir })).rejects.toThrow(`chmod 600 '${path}'`)
    chmodSync(path, 0o600)
    await open(place, { dataDir })
  },
)

onPosix('what others may do with a database is taken from them', async () => {
  const dataDir = temporaryFolder()
  mkdirSync(join(dataDir, 'open'))
  const place = join(dataDir, 'open', 'kept.db')
  writeFileSync(place, '', { mode: 0o644 })
  const { authority } = await open(place, { dataDir })
  await authority.console.create({ name: 'Shop' }, acting(seconds()))
  const files = ['', '-wal', '-shm'].map((suffix) => `${place}${suffix}`)
  const modes = () => files.map((path) => statSync(path).mode & 0o777)
  expect(modes()).toEqual([0o600, 0o600, 0o600])
  for (const path of files) chmodSync(path, 0o666)
  await open(place, { dataDir })
  expect(modes()).toEqual([0o600, 0o600, 0o600])
})
