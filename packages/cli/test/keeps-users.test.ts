import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { dispatch } from '../src/dispatch.ts'
import { command, folder, write } from './symbolon.ts'

const password = 'four words or so will do'
let count = 0

/** A data folder of its own, as each test wants to begin with nothing. */
function owner() {
  const data = join(folder, `users-${++count}`)
  const env = { SYMBOLON_DATA_DIR: data }
  const run = async (line: string, input = '') => {
    const { code, stdout, stderr } = await command([...line.split(' '), '--json'], { env, input })
    return { code, stderr, ...JSON.parse(stdout) }
  }
  const text = async (line: string, input = '') =>
    (await command(line.split(' '), { env, input })).stdout
  return { data, env, run, text }
}

test('the first user is made here, and nothing shows or keeps the password', async () => {
  const { data, run, text } = owner()
  const line = 'user create --name Ana@Shop.example --role admin --password -'
  const made = await run(line, `${password}\n`)
  expect(made.data.user).toMatchObject({
    name: 'ana@shop.example',
    role: 'admin',
    enabled: true,
    password: true,
  })
  const shown = await text('user list')
  expect(shown).toMatch(/^ana@shop\.example {2}\(admin\)\n {2}id {11}u_/)
  expect(shown).toContain('signs in by  password\n')
  const kept = readFileSync(join(data, 'symbolon.db'), 'latin1')
  for (const seen of [shown, kept, JSON.stringify(made)]) {
    expect(seen).not.toContain(password)
    expect(seen).not.toContain('scrypt$')
  }
})

test('a password comes from a file or stdin, never from the command line', async () => {
  const { run } = owner()
  const file = write('password.txt', `${password}\n`)
  const from = await run(`user create --name ana --role admin --password @${file}`)
  expect(from.ok).toBe(true)
  const typed = await run('user create --name ben --role viewer --password hunter22hunter22')
  expect(typed).toMatchObject({ code: 2, error: { code: 'USAGE' } })
  expect(JSON.stringify(typed)).not.toContain('hunter22')
  const none = await run('user create --name ben --role viewer')
  expect(none).toMatchObject({ code: 2, error: { message: 'the password is missing' } })
  const weak = await run('user create --name ben --role viewer --password -', 'short')
  expect(weak).toMatchObject({ code: 1, error: { code: 'PASSWORD_UNFIT' } })
})

/** Somebody at a terminal, who types when asked. */
async function typing(
  args: readonly string[],
  env: Record<string, string>,
  lines: readonly string[],
) {
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (raw: boolean) => modes.push(raw),
  })
  const modes: boolean[] = []
  const [stdout, stderr] = [
    new PassThrough({ encoding: 'utf8' }),
    new PassThrough({ encoding: 'utf8' }),
  ]
  const left = [...lines]
  let shown = ''
  stderr.on('data', (text: string) => {
    shown += text
    if (/: $/.test(text) && left.length > 0) setImmediate(() => stdin.write(left.shift()))
  })
  const now = () => Math.floor(Date.now() / 1000)
  const io = { env: { HOME: folder, ...env }, cwd: folder, stdin, stdout, stderr, isTty: true, now }
  const code = await dispatch(args, io)
  return { code, shown, stdout: stdout.read() ?? '', modes }
}

test('on a terminal it is asked for twice, and what is typed is not shown', async () => {
  const { env } = owner()
  const create = ['user', 'create', '--name', 'ana', '--role', 'admin']
  const two = await typing(create, env, [`${password}x\u007f\r`, `${password}\r`])
  expect(two.code).toBe(0)
  expect(two.shown.endsWith('Password: \nOnce more: \n')).toBe(true)
  expect(two.modes).toEqual([true, false, true, false])
  expect(two.stdout).not.toContain(password)
  const differ = await typing(['user', 'password', 'ana'], env, [
    'one of twelve\r',
    'or another one\r',
  ])
  expect(differ).toMatchObject({ code: 2, shown: expect.stringContaining('two different') })
  const pasted = await typing(['user', 'password', 'ana'], env, [`${password}\r\n${password}\r\n`])
  expect(pasted.code).toBe(0)
  const given = await typing(['user', 'password', 'ana'], env, ['abc\u0003'])
  expect(given).toMatchObject({ code: 1, shown: expect.stringContaining('no password was typed') })
  expect(given.modes).toEqual([true, false])
})

test('a user is given another role and password, disabled, enabled, signed out and deleted', async () => {
  const { run, text } = owner()
  await run('user create --name root --role admin --password -', password)
  const bound = 'user create --name ana --role viewer --issuer https://id.example --subject a|1'
  expect((await run(bound)).data.user).toMatchObject({ password: false })
  expect(await text('user list')).toContain('signs in by  a|1 of https://id.example\n')
  expect((await run('user role ana --role operator')).data.user.role).toBe('operator')
  expect((await run('user password ana --password -', password)).data.user.password).toBe(true)
  expect((await run('user bind ana --none')).data.user).not.toHaveProperty('identity')
  const again = await run('user bind ana --issuer https://id.example --subject 2')
  expect(again.data.user.identity).toEqual({ issuer: 'https://id.example', subject: '2' })
  expect((await run('user disable ana')).data.user.enabled).toBe(false)
  expect(await text('user list')).toContain('ana  (operator, disabled)')
  expect((await run('user enable ana')).data.user.enabled).toBe(true)
  expect((await run('user sessions ana')).data.sessions).toEqual([])
  expect(await text('user sessions ana')).toBe('Not signed in.\n')
  expect((await run('user sign-out ana')).ok).toBe(true)
  expect(await text('user delete ana')).toMatch(/^deleted: ana /)
  expect((await run('user list')).data.users).toHaveLength(1)
})

test('what is wrong is said, and what was meant', async () => {
  const { run } = owner()
  await run('user create --name root --role admin --password -', password)
  const wrong: readonly [string, string, string][] = [
    ['user role root --role amin', 'USAGE', 'admin?'],
    ['user role root --role viewer', 'LAST_ADMIN', 'last admin'],
    ['user disable root', 'LAST_ADMIN', 'last admin'],
    ['user delete root', 'LAST_ADMIN', 'last admin'],
    ['user disable nobody', 'USER_UNKNOWN', 'no such user'],
    ['user bind root --issuer https://id.example', 'USAGE', '--none'],
    ['user bind root --issuer x --subject 1 --none', 'USAGE', '--none'],
    ['user disable', 'USAGE', 'which user?'],
    ['user create --role viewer', 'USAGE', '--name'],
    ['user create --name a --role viewer --issuer https://id.example', 'USAGE', '--subject'],
    ['user create --name a/b --role viewer --password -', 'USER_NAME_UNFIT', 'letters'],
    ['user create --name root --role viewer --password -', 'USER_EXISTS', 'this name'],
  ]
  for (const [line, code, said] of wrong) {
    const { error } = await run(line, password)
    expect({ line, code: error.code }).toEqual({ line, code })
    expect(error.message).toContain(said)
  }
})
