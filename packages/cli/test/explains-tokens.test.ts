import { expect, test } from 'vitest'
import { certificate, command, create, credentials, symbolon, write } from './symbolon.ts'

const env = credentials
const explain = (...args: string[]) => command(['token', 'explain', ...args], { env })

test('the exit code tells accepted, refused, over and unproven apart', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const join = ['--channel', 'lobby', '--uid', '7']
  const later = String(Math.floor(Date.now() / 1000) + 4000)
  const runs = await Promise.all([
    symbolon(['token', 'explain', token, ...join], { env }),
    explain(token, '--channel', 'lobby', '--uid', '8'),
    explain(token, ...join, '--at', later),
    symbolon(['token', 'explain', token, ...join]),
  ])
  expect(runs.map(({ code }) => code)).toEqual([0, 5, 6, 1])
  expect(runs[3]?.stdout).toMatch(/^unproven: /)
})

test('without credentials a token of a real project is not measured against the demo project', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { stdout } = await symbolon(['token', 'explain', token, '--channel', 'Lobby', '--uid', '7'])
  expect(stdout.split('\n')[0]).toBe(
    'refused: channel differs only by case: token "lobby", join "Lobby" (signature unproven)',
  )
  expect(stdout).not.toContain('APP_ID_MISMATCH')
})

test('a newline that the shell adds is not the token’s fault, one inside it is', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const args = ['token', 'explain', '-', '--channel', 'lobby', '--uid', '7']
  expect(await symbolon(args, { env, input: `${token}\n` })).toMatchObject({ code: 0 })
  const { code, stdout } = await symbolon(args, { env, input: `"${token}"\n` })
  expect({ code, first: stdout.split('\n')[0] }).toEqual({
    code: 5,
    first: 'refused: quotation marks are part of the token text',
  })
})

test('more facts come from a file', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7', '--role', 'subscriber')
  const file = write('facts.json', JSON.stringify({ channel: 'lobby', uid: 7, bans: [{ uid: 7 }] }))
  const { stdout } = await explain(
    token,
    '--situation',
    `@${file}`,
    '--role',
    'publisher',
    '--co-host',
    'on',
  )
  expect(stdout).toContain('PUBLISH_PRIVILEGE_MISSING (proved)')
  expect(stdout).toContain('BANNED (likely)')
})

test('the SDK that is used decides whose words are shown', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { stdout } = await explain(
    token,
    '--channel',
    'lobby',
    '--uid',
    '8',
    '--sdk',
    'android@4.5.0',
  )
  expect(stdout).toContain('reason 8 INVALID_TOKEN')
  expect(stdout).not.toContain('CAN_NOT_GET_GATEWAY_SERVER')
})

test('the JSON reply is the explanation, without certificate and token', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { code, stdout } = await explain(token, '--channel', 'Lobby', '--uid', '7', '--json')
  const reply = JSON.parse(stdout)
  expect(code).toBe(5)
  expect(reply).toMatchObject({
    version: 1,
    ok: false,
    command: 'token explain',
    data: {
      accepted: false,
      proven: true,
      verdict: 'refused',
      causes: [{ code: 'CHANNEL_CASE', certainty: 'proved' }],
    },
  })
  expect(stdout).not.toContain(certificate)
  expect(stdout).not.toContain(token)
})

test('an App ID without its certificate is used, and mints nothing', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const half = { AGORA_APP_ID: 'f'.repeat(32) }
  const { stdout } = await command(['token', 'explain', token], { env: half })
  expect(stdout).toMatch(/^refused: the token is of another project/)
  const made = await command(['token', 'create', '--service', 'fpa'], { env: half })
  expect(made).toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining('AGORA_APP_CERTIFICATE is not set, but AGORA_APP_ID is'),
  })
})

test('facts of the wrong shape are a usage error', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const list = write('list.json', '[]')
  const odd = write('odd.json', '{"bans":5}')
  const times = ['1e300', '-1', '1.5', '"7"', 'null'].map((now, index) =>
    write(`time-${index}.json`, `{"now":${now}}`),
  )
  const runs = await Promise.all([
    explain(token, '--situation', `@${list}`),
    explain(token, '--situation', `@${odd}`),
    explain(token, '--situation', '@absent.json'),
    explain(token, '--situation', '{}'),
    ...times.map((file) => explain(token, '--situation', `@${file}`)),
  ])
  for (const { code, stdout } of runs) expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})
