import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { tamperSqlite } from '../../server/test/store/tamper-sqlite.ts'
import { command, folder, write } from './symbolon.ts'

let count = 0

async function owner() {
  const name = `audit-${++count}`
  const env = { SYMBOLON_DATA_DIR: join(folder, name) }
  const run = async (...args: readonly string[]) => {
    const { code, stdout } = await command([...args, '--json'], { env })
    return { code, ...JSON.parse(stdout) }
  }
  const text = async (...args: readonly string[]) => (await command(args, { env })).stdout
  await run('project', 'create', '--name', 'Shop')
  const tamper = (statement: string) => tamperSqlite(join(folder, name, 'symbolon.db'), statement)
  return { run, text, tamper, name }
}

test('what an owner did is listed, the last first, with who did it', async () => {
  const { run, text } = await owner()
  await run('cert', 'add')
  await run('project', 'audit', 'buffered')
  const { data } = await run('audit', 'list')
  const actions = data.entries.map(({ action }: { action: string }) => action)
  expect(actions).toEqual(['project.changed', 'certificate.added', 'project.created'])
  expect(data.entries[0]).toMatchObject({ by: { kind: 'owner' }, about: { audit: 'buffered' } })
  expect(await text('audit', 'list', '--action', 'certificate.added')).toMatch(
    /^2 {2}\d{4}-.*Z {2}certificate\.added {2}by owner .*"place":"secondary"/,
  )
  const page = await text('audit', 'list', '--limit', '2')
  expect(page).toContain('more: --before 2\n')
  expect(await text('audit', 'list', '--before', '2')).toMatch(/^1 {2}/)
  await run('key', 'create', '--name', 'web')
  expect(await text('audit', 'list', '--authority')).toContain('key.created')
  expect((await run('audit', 'list', '--app-id', 'f'.repeat(32))).error.code).toBe(
    'PROJECT_UNKNOWN',
  )
})

test('an audit as it was written is faultless; one that was touched says where, with exit code 1', async () => {
  const { run, text, tamper } = await owner()
  await run('cert', 'add')
  const whole = await run('audit', 'verify')
  expect(whole).toMatchObject({ code: 0, data: { faultless: true } })
  const [, shop] = whole.data.chains
  const anchor = `${shop.chain}:${shop.entries}:${shop.hash}`
  expect((await run('audit', 'verify', '--anchor', anchor)).code).toBe(0)
  const other = `${shop.chain}:1:${shop.hash}`
  expect(await run('audit', 'verify', '--anchor', other)).toMatchObject({
    code: 1,
    data: { anchorsLost: [other], faultless: false },
  })
  tamper(`update audit set body = replace(body, 'Shop', 'Shup') where seq = 1`)
  expect(await text('audit', 'verify')).toContain(`! ${shop.chain}: number 1: changed`)
  expect((await run('audit', 'verify')).code).toBe(1)
  expect((await run('audit', 'verify', '--anchor', 'x')).error.code).toBe('USAGE')
})

test('an exported chain is followed anywhere, and a line that was touched is named', async () => {
  const { run, text } = await owner()
  await run('cert', 'add')
  await run('cert', 'swap')
  const lines = await text('audit', 'export')
  expect(lines.trim().split('\n')).toHaveLength(3)
  const file = write('export.ndjson', lines)
  expect(await text('audit', 'verify', `@${file}`)).toMatch(/3 entries, number 1 to 3\n$/)
  write('touched.ndjson', lines.replace('"place":"secondary"', '"place":"primary"'))
  expect(await run('audit', 'verify', '@touched.ndjson')).toMatchObject({
    code: 1,
    data: { faults: [2] },
  })
  const [first, , third] = readFileSync(join(folder, file), 'utf8').split('\n')
  write('shorter.ndjson', `${first}\n${third}\n`)
  expect((await run('audit', 'verify', '@shorter.ndjson')).data.faults).toEqual([2])
  expect(await text('audit', 'export', '--after', '2')).toBe(`${third}\n`)
  write('none.ndjson', 'hello\n')
  expect((await run('audit', 'verify', '@none.ndjson')).code).toBe(1)
  expect((await run('audit', 'verify', '@missing.ndjson')).error.code).toBe('FILE_UNREADABLE')
})
