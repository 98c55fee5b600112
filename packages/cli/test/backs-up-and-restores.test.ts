import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { type Authority, ownAuthority } from '@symbolon/server/project'
import { expect, onTestFinished, test } from 'vitest'
import { tamperSqlite } from '../../server/test/store/tamper-sqlite.ts'
import { binary, command, folder, symbolon } from './symbolon.ts'

const masterKey = 'ab'.repeat(32)
const at = 1_800_000_000
const act = { by: { kind: 'owner', id: 'test' }, at } as const
let count = 0

/** A data folder of its own, and what is kept there. */
function owner(env: Record<string, string> = { SYMBOLON_MASTER_KEY: masterKey }) {
  const data = join(folder, `kept-${++count}`)
  const own = { SYMBOLON_DATA_DIR: data, ...env }
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await command([...args, '--json'], { env: own })
    return { code, ...JSON.parse(stdout) }
  }
  const open = async () => {
    const authority = await ownAuthority({ env: own, cwd: folder })
    onTestFinished(() => authority.close())
    return authority
  }
  const file = join(folder, `kept-${count}.backup`)
  return { data, env: own, file, run, open, database: join(data, 'symbolon.db') }
}

function grant(nth: number, appId: string) {
  return {
    ...{ tokenId: `t${nth}`, nth: 0, appId, service: 'rtc', channel: 'lobby', subject: `${nth}` },
    ...{ publishes: true, issuedAt: at, expiresAt: at + 3600, certificateId: 'c', dialect: 'v1' },
    ...{ callerKind: 'key', callerId: 'k' },
  }
}

const policy = { rules: [{ name: 'everyone', effect: 'allow' }] } as const

/** Everything that an authority keeps, as plain data. */
async function stateOf({ store, console }: Authority, appId: string) {
  const page = { appId, liveAt: at, limit: 1000 }
  return {
    projects: await console.list(),
    certificate: await console.reveal(appId, (await console.show(appId)).certificates[0]!.id, act),
    keys: await store.listKeys(),
    policies: await store.policyVersions(appId, { limit: 100 }),
    grants: (await store.ledger.find(page)).entries,
  }
}

/** One project with a policy, a key and a grant. */
async function begun(authority: Authority): Promise<string> {
  const { project } = await authority.console.create({ name: 'Shop' }, act)
  await authority.store.setPolicy({ appId: project.appId, policy }, act)
  await authority.keys.create({ name: 'first', scopes: ['tokens:issue'] }, act)
  await authority.store.record([grant(0, project.appId)], [])
  return project.appId
}

/** A real server of that database, ready. */
async function serving(env: Record<string, string>) {
  const args = [binary, 'serve', '--port', '0']
  const drain = { SYMBOLON_DRAIN_SECONDS: '0', SYMBOLON_API_KEY: 'a-key-of-sixteen-characters' }
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...drain, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data')
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { url: JSON.parse(line.split('\n')[0]).url as string, stop }
}

/** As `begun`, by other processes, which hold nothing any more. Gives the App ID. */
async function begunElsewhere({ env }: { readonly env: Record<string, string> }): Promise<string> {
  const { stdout } = await symbolon(['project', 'create', '--name', 'Shop', '--json'], { env })
  await symbolon(['key', 'create', '--name', 'first'], { env })
  await symbolon(['token', 'temp', '--channel', 'lobby'], { env })
  return JSON.parse(stdout).data.project.appId
}

/** Names of files that belong to nothing that is there. */
function leftBehind(data: string): string[] {
  return readdirSync(data).filter((name) => !/^symbolon\.db(-wal|-shm)?$/.test(name))
}

test('what is backed up and restored into a new folder is the same', async () => {
  const { run, open, file } = owner()
  const authority = await open()
  const appId = await begun(authority)
  expect(await run('backup', file)).toMatchObject({ code: 0, data: { file } })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file).includes(masterKey)).toBe(false)
  const other = owner()
  expect(await other.run('restore', file)).toMatchObject({
    code: 0,
    data: { projects: 1, keys: 1 },
  })
  expect(statSync(other.database).mode & 0o777).toBe(0o600)
  expect(await stateOf(await other.open(), appId)).toEqual(await stateOf(authority, appId))
})

test('the audit says that a backup was made and restored, here and in the copy, and stays provable', async () => {
  const own = owner()
  await begunElsewhere(own)
  const said = async ({ env }: typeof own, ...args: readonly string[]) => {
    const { code, stdout } = await symbolon([...args, '--json'], { env })
    return { code, ...JSON.parse(stdout) }
  }
  const list = async (who: typeof own) => (await said(who, 'audit', 'list', '--authority')).data
  const [before] = (await list(own)).entries
  const anchor = `:${before.seq}:${before.hash}`
  await said(own, 'backup', own.file)
  const [made] = (await list(own)).entries
  const by = { kind: 'owner', id: userInfo().username }
  const action = 'backup.made'
  expect(made).toMatchObject({ action, by, about: { projects: 1, keys: 1 }, seq: before.seq + 1 })

  const other = owner()
  for (const replaced of [false, true]) {
    expect((await said(other, 'restore', own.file, '--force')).code).toBe(0)
    const { entries } = await list(other)
    const sha256 = createHash('sha256').update(readFileSync(own.file)).digest('hex')
    const about = { sha256, projects: 1, keys: 1, replaced }
    expect(entries[0]).toMatchObject({ action: 'backup.restored', by, about, seq: made.seq + 1 })
    expect(entries[1]).toEqual(made)
    expect(JSON.stringify(entries.slice(0, 2))).not.toMatch(/kept-|symbolon-cli-/) // no path
    for (const who of [own, other]) {
      const verified = await said(who, 'audit', 'verify', '--anchor', anchor)
      expect(verified).toMatchObject({ code: 0, data: { faultless: true, anchorsLost: [] } })
    }
  }
})

test('on a full disk a backup is made all the same, and says that the audit was not told', async () => {
  const own = owner()
  await begunElsewhere(own)
  const full = "select raise(rollback, 'database or disk is full')"
  tamperSqlite(own.database, `create trigger full before insert on audit begin ${full}; end`)
  const { code, stdout } = await symbolon(['backup', own.file], { env: own.env })
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('The audit was not told of it'),
  })
  expect(statSync(own.file).size).toBeGreaterThan(10_000)
})

test('without the master key no backup is made, for the audit could not be told', async () => {
  const { env, file, data } = owner()
  await begunElsewhere({ env })
  const keyless = { SYMBOLON_DATA_DIR: data }
  const { code, stderr } = await symbolon(['backup', file], { env: keyless })
  expect(code).toBe(2)
  expect(stderr).toContain('master key of this database is not here')
  expect(readdirSync(folder)).not.toContain(basename(file))
})

test('a backup that is made while others write is as the database was at one instant', async () => {
  const { open, file, env } = owner()
  const authority = await open()
  const appId = await begun(authority)
  let [written, stop] = [0, false]
  const writing = (async () => {
    while (!stop) {
      const nth = written + 1
      await authority.store.record([grant(nth, appId)], [])
      await authority.keys.create({ name: `${nth}`, scopes: ['tokens:issue'] }, act)
      written = nth
      await new Promise((resolve) => setImmediate(resolve)) // SQLite answers without a turn of the loop
    }
  })()
  const before = written
  const made = await symbolon(['backup', file], { env })
  const after = written
  stop = true
  await writing
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(after).toBeGreaterThan(before)
  const other = owner()
  await other.run('restore', file)
  const restored = await other.open()
  const keys = (await restored.store.listKeys()).map(({ name }) => name)
  const grants: string[] = []
  for (let next: string | undefined, more = true; more; more = next !== undefined) {
    const page = await restored.store.ledger.find({ appId, liveAt: at, limit: 1000, after: next })
    grants.push(...page.entries.map(({ subject }) => subject))
    next = page.next
  }
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, nth) => nth)
  const lastKey = keys.length - 1
  expect(keys).toEqual(upTo(lastKey).map((nth) => (nth === 0 ? 'first' : `${nth}`)))
  expect(lastKey).toBeGreaterThanOrEqual(before)
  expect(lastKey).toBeLessThanOrEqual(after + 1)
  expect([lastKey, lastKey + 1]).toContain(grants.length - 1) // each grant stands before its key
  expect(new Set(grants)).toEqual(new Set(upTo(grants.length - 1).map(String)))
})

test('a backup is put over nothing that is there, and one that fails leaves nothing', async () => {
  const { run, open, file, data } = owner()
  expect(await run('backup', file)).toMatchObject({ code: 1, error: { code: 'NOTHING_KEPT' } })
  await begun(await open())
  writeFileSync(file, 'mine')
  expect(await run('backup', file)).toMatchObject({ code: 1, error: { code: 'BACKUP_EXISTS' } })
  expect(readFileSync(file, 'utf8')).toBe('mine')
  const nowhere = join(data, 'not', 'there')
  expect(await run('backup', nowhere)).toMatchObject({ error: { code: 'BACKUP_UNUSABLE' } })
  expect(await run('backup')).toMatchObject({ code: 2 })
  expect(leftBehind(data)).toEqual([])
})

test('a database that is there is replaced only by force, and only when nobody has it open', async () => {
  const own = owner()
  const { run, file, env, data, database } = own
  const appId = await begunElsewhere(own)
  await symbolon(['backup', file], { env }) // what this process has opened it may hold for a while
  await symbolon(['key', 'create', '--name', 'later'], { env })
  const there = { code: 1, error: { code: 'DATABASE_EXISTS' } }
  expect(await run('restore', file)).toMatchObject(there)
  const { url, stop } = await serving(env)
  const held = { code: 1, error: { code: 'DATABASE_HELD' } }
  expect(await run('restore', file, '--force')).toMatchObject(held)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  await stop()
  expect(await run('restore', file, '--force')).toMatchObject({ code: 0, data: { keys: 1 } })
  expect(leftBehind(data)).toEqual([])
  expect(statSync(database).mode & 0o777).toBe(0o600)
  const again = await own.open()
  expect((await again.keys.list()).map(({ name }) => name)).toEqual(['first'])
  expect((await again.store.ledger.find({ appId, limit: 10 })).entries).toHaveLength(1)
})

test('what is no whole backup, or another’s, is not put in place', async () => {
  const own = owner()
  const { run, file, data, database } = own
  await begunElsewhere(own)
  await run('backup', file)
  tamperSqlite(database, 'pragma wal_checkpoint(truncate)') // so that nothing is left to be written later
  const before = readFileSync(database)
  const damaged = `${file}.damaged`
  const bytes = readFileSync(file)
  bytes.fill(0xa5, 4096, bytes.length - 100)
  writeFileSync(damaged, bytes)
  const unusable = { code: 1, error: { code: 'BACKUP_UNUSABLE' } }
  expect(await run('restore', damaged, '--force')).toMatchObject(unusable)
  writeFileSync(damaged, 'a text')
  expect(await run('restore', damaged, '--force')).toMatchObject(unusable)
  expect(await run('restore', `${file}.none`, '--force')).toMatchObject(unusable)
  const stranger = owner({ SYMBOLON_MASTER_KEY: 'cd'.repeat(32) })
  expect(await stranger.run('restore', file)).toMatchObject({
    code: 2,
    error: { code: 'CONFIG_INVALID', message: expect.stringContaining('is not the master key') },
  })
  const keyless = owner({})
  expect(await keyless.run('restore', file)).toMatchObject({
    code: 2,
    error: { message: expect.stringContaining('master key of this database is not here') },
  })
  expect([readdirSync(stranger.data), readdirSync(keyless.data)]).toEqual([[], []])
  expect(readFileSync(database)).toEqual(before)
  expect(leftBehind(data)).toEqual([])
})

test('a damaged database is replaced by force', async () => {
  const own = owner()
  const { run, file, database, data } = own
  await begunElsewhere(own)
  await run('backup', file)
  writeFileSync(database, 'damaged beyond repair')
  writeFileSync(`${database}-wal`, 'and its log')
  expect(await symbolon(['restore', file, '--force'], own)).toMatchObject({ code: 0, stderr: '' })
  expect(readdirSync(data)).toEqual(['symbolon.db'])
  expect(await (await own.open()).keys.list()).toHaveLength(1)
})

test('for PostgreSQL its own tools are named', async () => {
  const { run } = owner({ SYMBOLON_DATABASE: 'postgres://db.example/symbolon' })
  for (const args of [
    ['backup', 'x'],
    ['restore', 'x'],
  ]) {
    expect(await run(...args)).toMatchObject({
      code: 2,
      error: { code: 'DATABASE_NOT_A_FILE', fix: expect.stringContaining('pg_') },
    })
  }
})
