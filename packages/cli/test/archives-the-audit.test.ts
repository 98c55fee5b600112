import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tamperSqlite } from '../../server/test/store/tamper-sqlite.ts'
import { command, folder, write } from './symbolon.ts'

let count = 0

/** A project with five entries in its audit; whoever archives comes an hour later. */
async function owner() {
  const name = `archive-${++count}`
  const env = { SYMBOLON_DATA_DIR: join(folder, name), SYMBOLON_MASTER_KEY: 'ab'.repeat(32) }
  const said = (...args: readonly string[]) => command(args, { env, later: 3600 })
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await said(...args, '--json')
    return { code, ...JSON.parse(stdout) }
  }
  const text = async (...args: readonly string[]) => (await said(...args)).stdout
  const made = await command(['project', 'create', '--name', 'Shop', '--json'], { env })
  const { appId } = JSON.parse(made.stdout).data.project
  for (const args of ['cert add', 'cert swap', 'project audit buffered', 'project audit strict']) {
    await command(args.split(' '), { env })
  }
  const out = `${name}.ndjson`
  const archive = (...args: readonly string[]) =>
    run('audit', 'archive', '--until', '1m', '--out', out, '--yes', ...args)
  const database = join(folder, name, 'symbolon.db')
  return { appId, env, out, run, said, text, archive, database }
}

test('what is older goes into a file of this user alone, and the audit is whole without it', async () => {
  const { appId, archive, text, run, said, out } = await owner()
  const before = await text('audit', 'export')
  const done = await archive()
  const chains = [{ chain: appId, from: 1, through: 4 }]
  expect(done).toMatchObject({ code: 0, data: { done: true, entries: 4, removed: 4, chains } })
  const file = join(folder, out)
  expect(done.data.file).toBe(file)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const kept = await text('audit', 'export')
  expect(readFileSync(file, 'utf8') + kept).toBe(before)
  expect(kept.trim().split('\n')).toHaveLength(1)
  expect(await text('audit', 'verify', `@${out}`)).toMatch(/4 entries, number 1 to 4\n$/)
  const verified = await text('audit', 'verify')
  expect(verified).toMatch(/✓ [\da-f]{32}: 1 entries.*\n {2}entries 1 to 4 are archived since 2/)
  expect((await run('audit', 'verify')).data).toMatchObject({
    faultless: true,
    chains: [{}, { archived: { through: 4, sha256: done.data.sha256 } }],
  })
  const noted = await run('audit', 'list', '--authority', '--action', 'audit.archived')
  const { sha256 } = done.data
  expect(noted.data.entries).toMatchObject([
    { by: { kind: 'owner' }, about: { chain: appId, from: 1, through: 4, sha256 } },
  ])
  expect(JSON.stringify(noted)).not.toContain(out)
  for (const part of [[], ['--limit', '1'], ['--since', '2h']]) {
    const listed = await text('audit', 'list', ...part)
    expect(listed).toMatch(/^5 .*\nentries 1 to 4 are archived since \d+-.*Z\n$/)
  }
  expect(await text('audit', 'list', '--since', '1m')).toBe('nothing is written down there\n')
  expect((await said('audit', 'export')).stderr).toContain('entries 1 to 4 are archived since')
  expect((await said('audit', 'export', '--after', '4')).stderr).toBe('')
})

test('archives are followed to what is here, and entries of a log are looked up in them', async () => {
  const { appId, archive, run, text, out } = await owner()
  const lines = (await text('audit', 'export')).trim().split('\n')
  const anchors = lines.map((line, at) => `${appId}:${at + 1}:${JSON.parse(line).hash}`)
  const options = anchors.flatMap((anchor) => ['--anchor', anchor])
  await archive()
  expect(await text('audit', 'verify', '--archive', out)).toContain(
    `✓ ${appId}: archives have number 1 to 4, and what is here goes on from there\n`,
  )
  // where it was cut, and what is here, needs no file
  expect(await run('audit', 'verify', ...options)).toMatchObject({
    code: 1,
    data: { anchorsLost: [], anchorsArchived: anchors.slice(0, 3), faultless: false },
  })
  expect(await text('audit', 'verify', ...options)).toContain('! anchor is in an archive, name it')
  expect(await run('audit', 'verify', ...options, '--archive', out)).toMatchObject({
    code: 0,
    data: { anchorsLost: [], anchorsArchived: [], faultless: true, archives: { faults: [] } },
  })
  const other = `${appId}:2:${anchors[2]!.slice(-64)}`
  expect((await run('audit', 'verify', '--archive', out, '--anchor', other)).data).toMatchObject({
    anchorsLost: [other],
  })
  write('shorter.ndjson', `${lines.slice(0, 3).join('\n')}\n`)
  const shorter = await run('audit', 'verify', '--archive', 'shorter.ndjson')
  expect(shorter).toMatchObject({
    code: 1,
    data: { archives: { chains: [{ fault: 'ends early' }] } },
  })
  write('touched.ndjson', readFileSync(join(folder, out), 'utf8').replace('secondary', 'primary'))
  const touched = await text('audit', 'verify', '--archive', 'touched.ndjson')
  expect(touched).toContain('touched.ndjson: line 2 does not follow what is before it\n')
  const none = await run('audit', 'verify', '--archive', 'none.ndjson')
  expect(none.error.code).toBe('FILE_UNREADABLE')
})

test('an entry that is gone from the end is not there because a file has it', async () => {
  const { appId, text, run, database } = await owner()
  const lines = await text('audit', 'export')
  const last = lines.trim().split('\n').at(-1)!
  const anchor = `${appId}:5:${JSON.parse(last).hash}`
  const file = write('copy.ndjson', lines)
  const verify = () => run('audit', 'verify', '--archive', file, '--anchor', anchor)
  expect(await verify()).toMatchObject({ code: 0, data: { anchorsLost: [] } })
  tamperSqlite(database, `delete from audit where chain <> '' and seq = 5`)
  expect(await verify()).toMatchObject({
    code: 1,
    data: { anchorsLost: [anchor], archives: { chains: [{ fault: 'ends elsewhere' }] } },
  })
})

test('entries that somebody deletes are missing, in front of a cut that is forged as well', async () => {
  const { archive, text, database, appId } = await owner()
  tamperSqlite(database, `delete from audit where chain <> '' and seq <= 2`)
  expect(await text('audit', 'verify')).toContain(`! ${appId}: number 1: missing`)
  expect(await archive()).toMatchObject({ code: 1, error: { code: 'AUDIT_FAULTY' } })
  const { hash } = JSON.parse((await text('audit', 'export')).split('\n')[0]!)
  const values = `'${appId}', 2, '${hash}', 0, 0, '[]', '', 0, '${hash}'`
  tamperSqlite(database, `insert into audit_cuts values (${values})`)
  expect(await text('audit', 'verify')).toContain(`! ${appId}: number 2: cut\n`)
})

test('who would archive is asked, and can see before what would go', async () => {
  const { env, out, run, said, appId } = await owner()
  const args = ['audit', 'archive', '--until', '1m', '--out', out]
  const dry = await run(...args, '--dry-run')
  expect(dry.data).toMatchObject({
    done: false,
    entries: 4,
    chains: [{ chain: appId, through: 4 }],
  })
  expect(await run(...args)).toMatchObject({ code: 2, error: { code: 'USAGE' } })
  const typed = (input: string) => command(args, { env, input, typing: true, later: 3600 })
  expect(await typed('yes\n')).toMatchObject({ code: 1 })
  expect(existsSync(join(folder, out))).toBe(false)
  expect((await typed('archive\n')).stdout).toContain('4 entries were taken out of the database\n')
  const again = await said(...args, '--yes')
  expect(again).toMatchObject({ code: 1 })
  expect(again.stderr).toContain(`${out} is there already\n`)
})

test('where nothing is older there is no file; what cannot be meant is refused', async () => {
  const { archive, run, out, appId } = await owner()
  const none = await run('audit', 'archive', '--until', '90d', '--out', out)
  expect(none).toMatchObject({ code: 0, data: { done: true, entries: 0, chains: [], removed: 0 } })
  expect(existsSync(join(folder, out))).toBe(false)
  const refusal = async (...args: readonly string[]) =>
    (await run('audit', 'archive', ...args)).error.message
  expect(await refusal('--out', out)).toContain('--until is needed')
  expect(await refusal('--until', '1m')).toContain('--out is needed')
  expect(await refusal('--until', 'May', '--out', out)).toContain('is a date')
  expect(await refusal('--until', '2026-02-30T99:00Z', '--out', out)).toContain('is a date')
  expect(await refusal('--until', '2999-01-01', '--out', out)).toContain('lies ahead')
  const both = ['--until', '1m', '--out', out, '--authority', '--app-id', appId]
  expect(await refusal(...both)).toContain('not both')
  expect((await archive('--app-id', 'f'.repeat(32))).error.code).toBe('PROJECT_UNKNOWN')
  expect(await archive('--authority')).toMatchObject({ data: { entries: 0 } })
  expect(await archive('--app-id', appId.toUpperCase())).toMatchObject({ data: { entries: 4 } })
})

test('a backup has where the audit was cut, and a restored one is whole', async () => {
  const { archive, run, out, env } = await owner()
  await archive()
  await run('backup', `${out}.backup`)
  const elsewhere = { ...env, SYMBOLON_DATA_DIR: join(folder, `${out}-restored`) }
  const there = (...args: readonly string[]) => command(args, { env: elsewhere })
  expect(await there('restore', `${out}.backup`)).toMatchObject({ code: 0 })
  expect(await there('audit', 'verify', '--archive', out)).toMatchObject({ code: 0 })
  expect((await there('audit', 'verify')).stdout).toContain('entries 1 to 4 are archived since')
})
