import { expect, test } from 'vitest'
import { certificate, command, create, credentials, symbolon } from './symbolon.ts'

const env = credentials
const verify = (...args: string[]) => command(['token', 'verify', ...args], { env })

test('verify says who signed and how long the token is good', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { code, stdout } = await verify(token, '--channel', 'lobby', '--uid', '7')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^verified: 007, signed by the primary certificate, good for (59 min|1 h)/)
  const json = await symbolon(['token', 'verify', '-', '--json'], { env, input: token })
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: true,
    data: { proven: true, signedBy: 'primary' },
  })
})

test('verify exits 5 for a token that does not fit, with the code of the check', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { code, stdout } = await verify(token, '--channel', 'kitchen', '--json')
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { code: 'CHANNEL_MISMATCH', fix: expect.stringContaining('explain') },
  })
})

test('verify exits 6 for a token that is over', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7', '--ttl', '1h')
  const { code } = await verify(token, '--at', String(Math.floor(Date.now() / 1000) + 3601))
  expect(code).toBe(6)
})

test('verify says what it lacks', async () => {
  const token006 = await create('--channel', 'lobby', '--uid', '7', '--version', '006')
  const [noChannel, noCertificate, twice] = await Promise.all([
    verify(token006),
    command(['token', 'verify', token006, '--channel', 'lobby']),
    symbolon(['token', 'verify', '-', '--certificate', '-'], { env, input: token006 }),
  ])
  expect(noChannel).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the channel it was made for'),
  })
  expect(noCertificate).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('AGORA_APP_CERTIFICATE'),
  })
  expect(twice).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('only one thing can be read from stdin'),
  })
})

test('inspect reads any token and calls it unproven', async () => {
  const token = await create('--channel', 'lobby', '--uid', '7')
  const { code, stdout } = await symbolon(['token', 'inspect', token])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^unproven 007 token\n/)
  expect(stdout).toContain('channel: "lobby"')
  expect(stdout).toMatch(/issuedAt: \d+ \(\d{4}-\d\d-\d\dT[\d:]+Z\)/)
  expect(stdout).not.toContain(certificate)
})

test('inspect exits 5 for what is no token', async () => {
  const { code, stdout } = await symbolon(['token', 'inspect', 'lobby', '--json'])
  expect(code).toBe(5)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    command: 'token inspect',
    error: { code: 'TOKEN_VERSION_UNKNOWN' },
  })
})

test('verify exits 5 for what is no token, with and without a certificate', async () => {
  for (const text of ['abc', '007abc']) {
    for (const how of [{}, { env }]) {
      const { code, stderr } = await command(['token', 'verify', text], how)
      expect(code).toBe(5)
      expect(stderr).not.toContain('certificate')
    }
  }
})

test.each(['253402300800', '8640000000001', '9007199254740991'])(
  'inspect shows an end that is after all dates: %s',
  async (end) => {
    const token = `1:970CA35de60c44645bbae8a215061b33:${end}:0123456789abcdef0123456789abcdef`
    const { code, stdout } = await command(['token', 'inspect', token])
    expect(code).toBe(0)
    expect(stdout).toContain(`expiredTs: ${end}`)
  },
)
