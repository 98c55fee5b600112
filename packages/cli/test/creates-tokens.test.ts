import { join } from 'node:path'
import { type Claims007, inspect, verify } from '@symbolon/token'
import { describe, expect, test } from 'vitest'
import {
  appId,
  certificate,
  command,
  create,
  credentials,
  folder,
  shell,
  symbolon,
  write,
} from './symbolon.ts'

const env = credentials

test('in a pipe the token stands alone, signed for the project of the environment', async () => {
  const before = Math.floor(Date.now() / 1000)
  const args = ['--channel', 'lobby', '--uid', '7', '--role', 'publisher', '--ttl', '1h30m']
  const token = (await symbolon(['token', 'create', ...args], { env })).stdout.trimEnd()
  const { claims } = verify(token, {
    certificate,
    now: before + 60,
    appId,
    channel: 'lobby',
    uid: 7,
  })
  expect(claims).toMatchObject({
    expiresInSeconds: 5400,
    services: [
      {
        type: 'rtc',
        channel: 'lobby',
        uid: '7',
        privileges: { joinChannel: 5400, publishAudio: 5400 },
      },
    ],
  })
  expect((claims as Claims007).issuedAt).toBeGreaterThanOrEqual(before)
})

describe('every service', () => {
  test.each([
    [['--service', 'rtm', '--account', 'anna'], { type: 'rtm', userId: 'anna' }],
    [['--service', 'chat', '--account', 'anna'], { type: 'chat', userId: 'anna' }],
    [['--service', 'chat', '--app'], { type: 'chat', userId: '' }],
    [['--service', 'fpa'], { type: 'fpa' }],
    [['--service', 'apaas', '--account', 'anna'], { type: 'apaas', userUuid: 'anna' }],
    [['--service', 'streaming', '--channel', 'c', '--any-uid'], { type: 'streaming', uid: '' }],
    [['--service', 'fcdn', '--channel', 'c', '--account', 'anna'], { type: 'fcdn', uid: 'anna' }],
    [['--service', 'convo-ai', '--channel', 'c', '--uid', '1'], { type: 'convoAi' }],
    [
      ['--service', 'stt', '--channel', 'c', '--uid', '1', '--rtm-user', 'anna'],
      { type: 'rtm', userId: 'anna' },
    ],
  ])('%j', async (args, service) => {
    const { claims } = inspect(await create(...args))
    expect((claims as Claims007).services).toContainEqual(expect.objectContaining(service))
  })

  test('rtm2 takes its permissions from a file', async () => {
    const file = write('permissions.json', '{"messageChannels":{"read":["news"]}}')
    const { claims } = inspect(
      await create('--service', 'rtm2', '--account', 'anna', '--permissions', `@${file}`),
    )
    expect(claims).toMatchObject({
      services: [{ permissions: { messageChannels: { read: ['news'] } } }],
    })
  })
})

test('006 is made on request', async () => {
  expect(await create('--channel', 'lobby', '--any-uid', '--version', '006')).toMatch(
    new RegExp(`^006${appId}`),
  )
})

test('the JSON reply says when the token ends', async () => {
  const args = ['token', 'create', '--channel', 'lobby', '--uid', '0', '--ttl', '45s', '--json']
  const { code, stdout, stderr } = await symbolon(args, { env })
  const { ok, data } = JSON.parse(stdout)
  expect({ code, ok, stderr }).toEqual({ code: 0, ok: true, stderr: '' })
  expect(data.expiresAt - data.issuedAt).toBe(45)
  expect(data.warnings).toMatchObject([{ code: 'UNBOUND_PUBLISHER' }])
})

test('warnings go to stderr, the token to stdout', async () => {
  const { code, stdout, stderr } = await symbolon(
    ['token', 'create', '--channel', 'lobby', '--uid', '7', '--ttl', '7d'],
    { env },
  )
  expect(code).toBe(0)
  expect(stdout).toMatch(/^007\S+\n$/)
  expect(stderr).toContain('warning: the platform ends every token after 24 hours')
})

test('certificates come from the environment, a .env file, a file or stdin', async () => {
  const create = ['token', 'create', '--channel', 'lobby', '--uid', '7', '--app-id', appId]
  const file = write('certificate.txt', `${certificate}\n`)
  write('.env', `APP_ID=${appId}\nAPP_CERTIFICATE=${certificate}\n`)
  const runs = await Promise.all([
    command([...create, '--certificate', `@${file}`]),
    symbolon([...create, '--certificate', '-'], { input: certificate }),
    command(create),
    command(create, {
      env: { AGORA_APP_ID: appId, AGORA_APP_CERTIFICATE_FILE: join(folder, file) },
    }),
  ])
  write('.env', '')
  for (const { code, stdout } of runs) {
    expect(code).toBe(0)
    expect(() => verify(stdout.trim(), { certificate, now: Date.now() / 1000 })).not.toThrow()
  }
})

test.each(['{"users":{"read":"abc"}}', '"xy"', '{"users":5}', 'null', '[]', '{"user":{}}'])(
  'permissions of another shape are a usage error: %s',
  async (text) => {
    const file = write('odd-permissions.json', text)
    const rtm2 = ['--service', 'rtm2', '--account', 'anna', '--permissions', `@${file}`]
    const { code, stdout, stderr } = await command(['token', 'create', ...rtm2], { env })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/permission/)
    expect(stderr).not.toContain('fault')
  },
)

test('a 006 token without a life of its own admits for a day', async () => {
  const args = ['--channel', 'lobby', '--uid', '7', '--version', '006', '--ttl', '0s']
  const now = Math.floor(Date.now() / 1000) + 86_000
  const join = { certificate, now, channel: 'lobby', uid: 7 }
  expect(verify(await create(...args), join).proven).toBe(true)
})

test('half of the credentials in a .env file is refused, not replaced by the demo project', async () => {
  const args = ['token', 'create', '--channel', 'lobby', '--uid', '7']
  for (const half of [`AGORA_APP_ID=${appId}`, `APP_CERTIFICATE=${certificate}`]) {
    write('.env', `${half}\n`)
    const { code, stdout, stderr } = await command(args)
    write('.env', '')
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toMatch(/AGORA_APP_\w+ is not set, but AGORA_APP_\w+ is/)
  }
})

test.each([
  [['--channel', 'lobby'], 'give one of --uid, --account and --any-uid'],
  [
    ['--channel', 'lobby', '--uid', '7', '--account', 'a'],
    'give one of --uid, --account and --any-uid',
  ],
  [['--uid', '7'], 'give the --channel'],
  [['--channel', 'lobby', '--uid', 'anna'], 'use --account'],
  [['--channel', 'lobby', '--uid', '7', '--ttl', '3600'], '--ttl is written with units'],
  [['--channel', 'a/b', '--uid', '7'], 'a channel name has only'],
  [['--channel', 'lobby', '--uid=-5'], '-5 is 4294967291'],
  [['--channel', 'lobby', '--uid', '-5'], '-5 is 4294967291'],
  [['--channel', '--uid', '7'], 'write --channel=VALUE'],
  [
    ['--service', 'apaas', '--account', 'a', '--room', 'r', '--room-role', 'x'],
    '--room-role is a whole number',
  ],
  [['--service', 'apaas', '--account', 'a', '--room', 'r', '--room-role', '99999'], '32767'],
  [['--channel', 'lobby', '--uid', '7', '--rol', 'publisher'], 'did you mean --role?'],
  [
    ['--channel', 'lobby', '--uid', '7', '--role', 'host'],
    '--role is one of publisher, subscriber',
  ],
  [
    ['--service', 'chat', '--account', 'a', '--role', 'publisher'],
    '--role means nothing for the service chat',
  ],
  [['--service', 'fpa', '--version', '006'], 'a 006 token holds rtc or rtm'],
  [['--service', 'rtc2'], '--service is one of'],
])('%j is a usage error', async (args, message) => {
  const { code, stdout, stderr } = await command(['token', 'create', ...args], { env })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
})

test('a certificate on the command line is refused and not repeated', async () => {
  const args = ['token', 'create', '--channel', 'lobby', '--uid', '7', '--certificate', certificate]
  const { code, stdout, stderr } = await symbolon(args, { env })
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain('shell history')
  const misspelt = await symbolon(['token', 'create', `--certficate=${certificate}`, '--json'], {
    env,
  })
  expect(JSON.parse(misspelt.stdout)).toMatchObject({ ok: false, error: { code: 'USAGE' } })
  expect(stderr + misspelt.stdout + misspelt.stderr).not.toContain(certificate)
})

test('stdin closed without a token is said, not waited for', async () => {
  const { code, stderr } = await shell('symbolon token inspect - < /dev/null')
  expect(code).toBe(5)
  expect(stderr).toContain('symbolon token inspect:')
})

test("a setting that only a server needs stands in nobody's way", async () => {
  const args = ['token', 'create', '--channel', 'lobby', '--uid', '7']
  const { code, stdout } = await command(args, { env: { ...env, PORT: 'z' } })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^007/)
})
