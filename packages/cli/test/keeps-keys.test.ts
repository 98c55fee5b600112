import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command, folder } from './symbolon.ts'

let count = 0

/** A data folder of its own, as each test wants to begin with nothing. */
function owner() {
  const data = join(folder, `keys-${++count}`)
  const env = { SYMBOLON_DATA_DIR: data }
  const run = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await command([...args, '--json'], { env })
    return { code, stderr, ...JSON.parse(stdout) }
  }
  const text = async (...args: readonly string[]) => (await command(args, { env })).stdout
  return { data, run, text }
}

test('a key is printed once, kept as a hash, and good for tokens unless more is said', async () => {
  const { data, run, text } = owner()
  await run('project', 'create', '--name', 'Shop')
  expect(await text('key', 'list')).toBe('No key yet: symbolon key create\n')
  const printed = await text('key', 'create', '--name', 'backend', '--expires', '90d')
  const [key = ''] = printed.split('\n')
  expect(key).toMatch(/^sym_[0-9A-Za-z]{49}$/)
  const list = await run('key', 'list')
  expect(list.data.keys).toMatchObject([
    {
      name: 'backend',
      state: 'active',
      scopes: ['tokens:issue', 'tokens:explain'],
      last4: key.slice(-4),
    },
  ])
  const [{ createdAt, expiresAt }] = list.data.keys
  expect(expiresAt - createdAt).toBe(90 * 86_400)
  const shown = await text('key', 'list')
  expect(shown).toContain(`sym_…${key.slice(-4)}`)
  const kept = readFileSync(join(data, 'symbolon.db'), 'latin1')
  for (const seen of [shown, kept, JSON.stringify(list)]) {
    expect(seen).not.toContain(key.slice(4, 30))
  }
  expect(JSON.stringify(list)).not.toContain('hash')
})

test('rotated, the old key goes on for the overlap; revoked, it ends', async () => {
  const { run } = owner()
  const made = await run('key', 'create', '--name', 'a', '--scope', 'projects:read')
  const { id } = made.data.key
  const rotated = await run('key', 'rotate', id, '--overlap', '1h')
  expect(rotated.data.secret).not.toBe(made.data.secret)
  expect(rotated.data).toMatchObject({
    key: { name: 'a', scopes: ['projects:read'], state: 'active' },
    replaced: { id, state: 'replaced', replacedBy: rotated.data.key.id },
  })
  const { expiresAt } = rotated.data.replaced
  expect(expiresAt - rotated.data.key.createdAt).toBe(3600)
  expect(await run('key', 'rotate', id)).toMatchObject({ code: 1, error: { code: 'KEY_ENDED' } })
  expect((await run('key', 'revoke', id)).data.key.state).toBe('revoked')
  const states = (await run('key', 'list')).data.keys.map(({ state }: { state: string }) => state)
  expect(states).toEqual(['revoked', 'active'])
})

test.each([
  [['key', 'create'], '--name is 1 to 255 characters'],
  [['key', 'create', '--name', 'a', '--scope', 'project:read'], 'projects:read?'],
  [['key', 'create', '--name', 'a', '--expires', '90'], '--expires is written with units'],
  [['key', 'create', '--name', 'a', '--expires', '1s'], '--expires is 1m to 3650d'],
  [['key', 'create', '--name', 'a', '--app-id', 'x'], 'no option --app-id'],
  [['key', 'rotate'], 'which?'],
  [['key', 'rotate', 'k_x', '--overlap', '91d'], '--overlap is 0s to 90d'],
  [['key', 'revoke'], 'which?'],
])('%j is not understood: %s', async (args, message) => {
  const { run } = owner()
  await run('project', 'create', '--name', 'Shop')
  expect(await run(...args)).toMatchObject({
    code: 2,
    error: { code: 'USAGE', message: expect.stringContaining(message) },
  })
  expect((await run('key', 'list')).data.keys).toEqual([])
})

test('of a key that is not there it is said', async () => {
  const { run } = owner()
  await run('project', 'create', '--name', 'Shop')
  for (const verb of ['rotate', 'revoke']) {
    expect(await run('key', verb, 'k_none')).toMatchObject({
      code: 1,
      error: { code: 'KEY_UNKNOWN' },
    })
  }
})

test('whose key a text is, is told of a leaked one, and that one was mistyped', async () => {
  const { data, run } = owner()
  const { data: made } = await run('key', 'create', '--name', 'backend')
  const { data: other } = await owner().run('key', 'create', '--name', 'of another database')
  const find = async (input: string) => {
    const how = { env: { SYMBOLON_DATA_DIR: data }, input }
    const { stdout } = await command(['key', 'find', '-', '--json'], how)
    expect(stdout).not.toContain(made.secret)
    return JSON.parse(stdout).data
  }
  expect(await find(`${made.secret}\n`)).toMatchObject({ found: 'known', key: { name: 'backend' } })
  expect(await find(other.secret)).toEqual({ found: 'unknown' })
  expect(await find(made.secret.slice(0, -1))).toEqual({ found: 'mistyped' })
  expect(await find('hunter22')).toEqual({ found: 'no key' })
  const given = await run('key', 'find', made.secret)
  expect(given).toMatchObject({ code: 2 })
  expect(JSON.stringify(given)).not.toContain(made.secret)
})
