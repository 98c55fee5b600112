import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownAuthority, tokenIdOf } from '@symbolon/server/project'
import { expect, onTestFinished, test } from 'vitest'
import { testUnless } from '../../../e2e/support/test-unless.ts'
import { missingPostgres, startPostgres } from '../../server/test/store/postgres-server.ts'
import { certificate, command, folder, symbolon, write } from './symbolon.ts'

const appId = '0123456789abcdef0123456789abcdef'
let count = 0

/** A data folder of its own, as each test wants to begin with nothing. */
function owner() {
  const data = join(folder, `owner-${++count}`)
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await command([...args, '--json'], {
      env: { SYMBOLON_DATA_DIR: data },
    })
    return { code, stderr, ...JSON.parse(stdout) }
  }
  const text = async (...args: readonly string[]) =>
    (await command(args, { env: { SYMBOLON_DATA_DIR: data } })).stdout
  return { data, run, text }
}

test('a made project signs tokens, and its certificates go the way of the console', async () => {
  const { run, text, data } = owner()
  const { data: made } = await run('project', 'create', '--name', 'Shop')
  expect(made.project).toMatchObject({ name: 'Shop', origin: 'local', appIdOnly: false })
  const created = await run('token', 'create', '--channel', 'lobby', '--uid', '7')
  expect(created.data.appId).toBe(made.project.appId)
  await run('cert', 'add')
  const { data: swapped } = await run('cert', 'swap')
  const states = swapped.project.certificates.map(({ state }: { state: string }) => state)
  expect(states).toEqual(['active', 'draining'])
  expect(await run('cert', 'delete', 'secondary')).toMatchObject({
    code: 1,
    ok: false,
    error: { code: 'CERTIFICATE_ENABLED' },
  })
  await run('cert', 'disable')
  expect(await run('cert', 'delete', 'secondary')).toMatchObject({ code: 0 })
  expect(await text('cert', 'list')).toMatch(/active .*\n {2}retired /)
  const revealed = (await run('cert', 'reveal', 'primary')).data.certificate
  const kept = readFileSync(join(data, 'symbolon.db'), 'latin1')
  expect(kept).not.toContain(revealed)
})

test('an imported project says what is left to do by hand', async () => {
  const { run, text } = owner()
  const file = write('certificate.txt', `${certificate}\n`)
  const imported = await run(
    ...['project', 'import', '--app-id', appId, '--name', 'Live', '--certificate', `@${file}`],
  )
  expect(imported.data.project).toMatchObject({ appId, origin: 'linked' })
  expect(JSON.stringify(imported)).not.toContain(certificate)
  expect((await run('cert', 'reveal', 'primary')).data.certificate).toBe(certificate)
  expect(await run('cert', 'add')).toMatchObject({ code: 2 })
  expect(await text('project', 'cohost', 'on')).toContain('Switch co-host authentication on there')
  expect(await text('project', 'list')).toMatch(/Co-host auth +on, confirmed by /)
})

test('"No Certificate" stays until it is deleted, and is not deleted where nobody could join', async () => {
  const { run } = owner()
  await run('project', 'create', '--name', 'Old', '--app-id-only')
  expect(await run('cert', 'delete', 'none')).toMatchObject({
    error: { code: 'CERTIFICATE_PRIMARY_MISSING' },
  })
  expect((await run('cert', 'add')).data.project.appIdOnly).toBe(true)
  expect((await run('cert', 'delete', 'none')).data.project.appIdOnly).toBe(false)
})

test('among several projects the one that is meant has to be named', async () => {
  const { run } = owner()
  expect(await run('cert', 'list')).toMatchObject({ error: { code: 'PROJECT_UNKNOWN' } })
  await run('project', 'create', '--name', 'One')
  const { data } = await run('project', 'create', '--name', 'Two')
  expect(await run('project', 'disable')).toMatchObject({
    code: 2,
    error: { message: expect.stringContaining(data.project.appId) },
  })
  const named = await run('project', 'disable', '--app-id', data.project.appId)
  expect(named.data.project).toMatchObject({ name: 'Two', enabled: false })
})

test('a temporary token is for one channel and any user', async () => {
  const { run } = owner()
  await run('project', 'create', '--name', 'Shop')
  const { token } = (await run('token', 'temp', '--channel', 'lobby')).data
  const explain = async (channel: string) =>
    (await run('token', 'verify', token, '--channel', channel, '--uid', '1234')).code
  expect([await explain('lobby'), await explain('other')]).toEqual([0, 5])
})

test('a master key that is another’s is told, not used', async () => {
  const { run, data } = owner()
  await run('project', 'create', '--name', 'Shop')
  const env = { SYMBOLON_DATA_DIR: data, SYMBOLON_MASTER_KEY: 'ab'.repeat(32) }
  const { code, stderr } = await symbolon(['project', 'list'], { env })
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('master key') })
  expect(stderr).not.toContain('abab')
})

test('the certificate itself is not taken from a command line', async () => {
  const { run } = owner()
  const asked = await run(
    'project',
    'import',
    '--app-id',
    appId,
    '--name',
    'x',
    '--certificate',
    certificate,
  )
  expect(asked).toMatchObject({ code: 2 })
  expect(JSON.stringify(asked)).not.toContain(certificate)
})

test('the meter of a certificate counts its tokens, and deleting it waits or gives a reason', async () => {
  const { run, text, data } = owner()
  const { data: made } = await run('project', 'create', '--name', 'Shop')
  const { appId: own, certificates } = made.project
  const authority = await ownAuthority({ env: { SYMBOLON_DATA_DIR: data }, cwd: folder })
  const at = Math.floor(Date.now() / 1000)
  const { token } = (await run('token', 'create', '--channel', 'lobby', '--uid', '7')).data
  await authority.store.record(
    [
      {
        tokenId: tokenIdOf(token),
        ...{ nth: 0, appId: own, service: 'rtc', channel: 'lobby', subject: '7', publishes: true },
        ...{ issuedAt: at, expiresAt: at + 3600, certificateId: certificates[0].id },
        ...{ callerKind: 'key', callerId: 'k_web', dialect: 'v1' },
      },
    ],
    [],
  )
  await authority.close()
  expect(await text('cert', 'list')).toMatch(/: 1 unexpired tokens, the last ends /)
  expect(await text('grants', 'list', '--channel', 'lobby')).toMatch(
    /lobby {2}7 {2}publishes {2}by key k_web/,
  )
  expect(await text('grants', 'find', token)).toContain('k_web')
  expect(await text('grants', 'list', '--subject', '8')).toBe('no grant is alive\n')
  expect(await text('grants', 'over')).toMatch(/^no grant is wider .*\nhalf of .* 1 h or less\n$/)
  await run('token', 'temp', '--channel', 'lobby')
  expect(await text('grants', 'over')).toMatch(
    /^any user publishes: .* lobby {2}anyone {2}publishes/,
  )
  for (const verb of ['list', 'over']) {
    expect(await run('grants', verb, '--after', 'x')).toMatchObject({ code: 2 })
  }
  await run('cert', 'add')
  await run('cert', 'swap')
  await run('cert', 'disable')
  expect(await run('cert', 'delete', 'secondary')).toMatchObject({
    code: 1,
    error: {
      code: 'CERTIFICATE_DRAINING',
      message: expect.stringMatching(/^2 tokens that it signed/),
    },
  })
  const { data: gone } = await run('cert', 'delete', 'secondary', '--reason', 'it leaked')
  expect(gone.project.certificates[1]).toMatchObject({
    state: 'retired',
    retiredBecause: 'it leaked',
  })
})

const oneCase = {
  cases: [{ name: 'a', caller: { kind: 'anonymous', id: 'a' }, request: {}, expect: 'deny' }],
}

test('who only reads makes nothing, and is told how to begin', async () => {
  const { run, text, data } = owner()
  const reading = [
    ['project', 'list'],
    ['cert', 'list'],
    ['cert', 'swap'],
    ['key', 'list'],
    ['key', 'find', 'sym_nothing'],
    ['key', 'revoke', 'k_1'],
    ['grants', 'list'],
    ['policy', 'show'],
    ['policy', 'test', `@${write('one-case.json', JSON.stringify(oneCase))}`],
    ['token', 'temp', '--channel', 'lobby'],
  ]
  for (const args of reading) {
    expect([args, await run(...args)]).toEqual([
      args,
      expect.objectContaining({
        code: 1,
        error: {
          code: 'PROJECT_UNKNOWN',
          message: 'nothing is kept here yet',
          fix: expect.stringContaining('symbolon project create'),
        },
      }),
    ])
    expect(existsSync(data)).toBe(false)
  }
  const made = await run('key', 'create', '--name', 'first')
  expect(made.code).toBe(0)
  expect(await text('key', 'list')).toContain('first')
})

testUnless(missingPostgres)('on PostgreSQL a master key that is made is spoken of', async () => {
  const postgres = await startPostgres()
  onTestFinished(() => postgres.close())
  const SYMBOLON_DATABASE = `${(await postgres.newDatabase()).replace('postgres@', '')}&user=postgres`
  const SYMBOLON_DATA_DIR = join(folder, 'of-postgres')
  const env = { SYMBOLON_DATABASE, SYMBOLON_DATA_DIR }
  const none = await command(['project', 'list'], { env })
  expect([none.code, existsSync(SYMBOLON_DATA_DIR)]).toEqual([1, false])
  const { code, stderr } = await command(['project', 'create', '--name', 'Shop'], { env })
  expect(code).toBe(0)
  expect(stderr).toContain(`made a master key for this database: ${SYMBOLON_DATA_DIR}/master-key`)
  expect((await command(['project', 'create', '--name', 'Two'], { env })).stderr).toBe('')
})
