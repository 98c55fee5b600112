import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openProject } from '@symbolon/server/project'
import { expect, test } from 'vitest'
import { ConfigError, readSettings } from '../src/config/read-settings.ts'
import { type Setting, settings } from '../src/config/settings.ts'
import { temporaryFolder } from './fixture.ts'

const hex = 'abcdefABCDEF01234567890123456789'

function read(env: Record<string, string>, files: Record<string, string> = {}, flags = {}) {
  const cwd = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  const placed = Object.entries(env).map(([name, text]) => [name, text.replace('$DIR', cwd)])
  return readSettings({ env: Object.fromEntries(placed), cwd, flags })
}

function problems(...args: Parameters<typeof read>): readonly string[] {
  try {
    read(...args)
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

test('without any variable everything has its default', () => {
  expect(read({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    allowAnonymous: false,
    maxTokenSeconds: 86_400,
    rtcPathDialect: 'agora-token-service',
    fetchTokenSeconds: 3600,
    appId: undefined,
    apiKey: undefined,
    corsAllowOrigin: undefined,
  })
})

test.each([
  ['AGORA_APP_ID', hex, 'appId', hex],
  ['APP_ID', hex, 'appId', hex],
  ['AGORA_APP_CERTIFICATE', hex, 'certificate', hex],
  ['APP_CERTIFICATE', ` ${hex}\n`, 'certificate', hex],
  ['PORT', '8082', 'port', 8082],
  ['SERVER_PORT', '9000', 'port', 9000],
  ['HOST', '::', 'host', '::'],
  ['CORS_ALLOW_ORIGIN', '*', 'corsAllowOrigin', '*'],
  [
    'CORS_ALLOW_ORIGIN',
    'https://a.example , http://localhost:3000/',
    'corsAllowOrigin',
    ['https://a.example', 'http://localhost:3000'],
  ],
  ['SYMBOLON_ALLOW_ANONYMOUS', '1', 'allowAnonymous', true],
  ['SYMBOLON_ALLOW_ANONYMOUS', 'no', 'allowAnonymous', false],
  [
    'SYMBOLON_DIALECT_STRICT',
    'demo-server, fetch-token',
    'dialectStrict',
    new Set(['demo-server', 'fetch-token']),
  ],
  [
    'SYMBOLON_DIALECT_FORMAT',
    'agora-token-service=006',
    'dialectFormat',
    { 'agora-token-service': '006' },
  ],
  ['SYMBOLON_KEEP_ALIVE_SECONDS', '0.25', 'keepAliveSeconds', 0.25],
])('%s=%s', (name, text, ...[setting, value]) => {
  expect(read({ [name]: text })).toMatchObject({ [String(setting)]: value })
})

test('the first name wins, the environment wins over .env, and flags win over both', () => {
  const dotEnv = { '.env': `AGORA_APP_ID=${'b'.repeat(32)}\nPORT=1111\nHOST='localhost'\n` }
  const env = { APP_ID: hex, PORT: '2222', SERVER_PORT: '3333' }
  expect(read(env, dotEnv)).toMatchObject({ appId: hex, port: 2222, host: 'localhost' })
  expect(read(env, dotEnv, { port: '4444' })).toMatchObject({ port: 4444 })
})

test('an empty variable counts as unset', () => {
  expect(read({ AGORA_APP_ID: '', APP_ID: hex, PORT: ' ' })).toMatchObject({
    appId: hex,
    port: 8080,
  })
})

test.each(Object.values<Setting<unknown>>(settings).flatMap(({ env }) => env))(
  '%s can be given as a file',
  (name) => {
    const found = problems({ [`${name}_FILE`]: '$DIR/absent' })
    expect(found).toEqual([`${name}_FILE names a file that cannot be read: ENOENT.`])
  },
)

test('the text of such a file is the value', () => {
  const env = { AGORA_APP_CERTIFICATE_FILE: '$DIR/certificate' }
  expect(read(env, { certificate: `${hex}\n` })).toMatchObject({ certificate: hex })
})

test.each(Object.values<Setting<unknown>>(settings).flatMap(({ env }) => env))(
  'what a file for %s holds is not repeated',
  (name) => {
    const found = problems({ [`${name}_FILE`]: '$DIR/other' }, { other: 'a secret, by mistake' })
    expect(found.join()).not.toContain('by mistake')
  },
)

test('everything wrong is said at once, by name, and no secret is repeated', () => {
  const secret = 'not-the-certificate-one-expects!'
  const found = problems({
    AGORA_APP_ID: 'x',
    APP_CERTIFICATE: secret,
    SYMBOLON_API_KEY: 'too short',
    PORT: '80a',
    CORS_ALLOW_ORIGIN: 'app.example.com',
    SYMBOLON_MAX_TOKEN_SECONDS: '100000',
    SYMBOLON_ALLOW_ANONYMUS: '1',
  })
  expect(found.map((problem) => problem.split(' ', 1)[0]).sort()).toEqual([
    'AGORA_APP_ID',
    'APP_CERTIFICATE',
    'CORS_ALLOW_ORIGIN',
    'PORT',
    'SYMBOLON_ALLOW_ANONYMUS',
    'SYMBOLON_API_KEY',
    'SYMBOLON_MAX_TOKEN_SECONDS',
  ])
  const text = found.join('\n')
  expect(text).not.toContain(secret)
  expect(text).not.toContain('too short')
  expect(text).toContain(
    'APP_CERTIFICATE must be 32 hexadecimal characters; it has 32 characters, and number 1',
  )
  expect(text).toContain('PORT must be a whole number from 0 to 65535; not "80a".')
  expect(text).toContain('did you mean SYMBOLON_ALLOW_ANONYMOUS?')
})

test.each([
  ['AGORA_APP_CERTIFICATE', `"${hex}"`, 'has quotes around it'],
  ['AGORA_APP_CERTIFICATE', `${hex}f`, 'it has 33 characters'],
  ['AGORA_APP_CERTIFICATE', '<YOUR APP CERTIFICATE>', 'is not hexadecimal'],
  ['SYMBOLON_DIALECT_STRICT', 'demo', 'any of demo-server'],
  ['SYMBOLON_DIALECT_FORMAT', 'demo-server=008', 'pairs like demo-server=006'],
  ['SYMBOLON_DIALECT_FORMAT', 'demo-server', 'pairs like'],
  ['SYMBOLON_RTC_PATH_DIALECT', 'c', 'agora-token-service or agora-node-token-server'],
  ['HOST', 'a b', 'an address or host name'],
  ['CORS_ALLOW_ORIGIN', 'https://a.example/path', 'web origins'],
  ['SYMBOLON_NOTHING_LIKE_IT_AT_ALL', '1', 'is not a setting.'],
])('%s=%s is refused: %s', (name, text, complaint) => {
  expect(problems({ [name]: text }).join()).toContain(complaint)
})

test('a value and a file for it exclude each other', () => {
  const found = problems({ PORT: '1', PORT_FILE: '/dev/null' })
  expect(found).toEqual(['PORT and PORT_FILE are both set; keep one.'])
})

test('a file that is a folder or too large is refused', () => {
  expect(problems({ PORT_FILE: '$DIR' }).join()).toContain('it is not a file')
  expect(problems({ PORT_FILE: '$DIR/big' }, { big: 'x'.repeat(70_000) }).join()).toContain(
    'larger than 65536',
  )
})

test('a .env that cannot be read is an error, not silence', () => {
  const cwd = temporaryFolder()
  mkdirSync(join(cwd, '.env'))
  expect(() => readSettings({ env: {}, cwd })).toThrowError(/\.env cannot be read/)
})

test('an unknown SYMBOLON_ variable in .env is found too', () => {
  expect(problems({}, { '.env': 'SYMBOLON_API_KEi=x\n' }).join()).toContain(
    'did you mean SYMBOLON_API_KEY?',
  )
})

test('what Kubernetes sets beside a service named symbolon is no mistake', () => {
  const env = {
    SYMBOLON_SERVICE_HOST: '10.0.0.1',
    SYMBOLON_SERVICE_PORT: '80',
    SYMBOLON_SERVICE_PORT_HTTP: '80',
    SYMBOLON_PORT: 'tcp://10.0.0.1:80',
    SYMBOLON_PORT_80_TCP_ADDR: '10.0.0.1',
  }
  expect(problems(env)).toEqual([])
})

test('where only the project is wanted, other settings cannot be wrong, but slips of its own are', async () => {
  const cwd = temporaryFolder()
  const credentials = { APP_ID: hex, APP_CERTIFICATE: hex }
  const env = {
    ...credentials,
    PORT: 'z',
    SYMBOLON_API_KEY: 'short',
    SYMBOLON_MAX_TOKEN_SECOND: '1',
  }
  expect(await openProject({ env, cwd })).toMatchObject({ appId: hex, demo: false })
  const slip = { ...env, SYMBOLON_DATA_DRI: cwd }
  await expect(openProject({ env: slip, cwd })).rejects.toThrowError(
    /^SYMBOLON_DATA_DRI is not a setting; did you mean SYMBOLON_DATA_DIR\?$/,
  )
  await expect(openProject({ env: { APP_ID: 'x' }, cwd })).rejects.toThrowError(/^APP_ID must be/)
})

test('a database is a file, or PostgreSQL at a host or by a socket', () => {
  const good = [
    'kept.db',
    'postgres://ana:hunter22@db.example/shop',
    'postgresql:///shop?host=/run/postgresql',
    'postgres://ana@/shop?host=/run/postgresql',
    'postgres://ana:hunter22@/shop?host=%2Frun%2Fpostgresql&port=5433',
  ]
  for (const database of good) {
    expect(read({ SYMBOLON_DATABASE: database }).database).toBe(database)
  }
  const bad = [
    'postgres://ana:hunter22@/shop', // by whom is it listened?
    'postgres://ana:hunter22@/shop?host=',
    'postgres://ana:hunter22@/shop#?host=/run',
    'postgres://ana:hunter22@:99999/shop?host=/run',
    'postgres://ana:hunter22@db.example:port/shop?host=/run',
    'mysql://ana:hunter22@/shop?host=/run',
  ]
  for (const database of bad) {
    const [problem, ...others] = problems({ SYMBOLON_DATABASE: database })
    expect(problem, database).toContain('it names no database that is known here')
    expect(problem).not.toContain('hunter22')
    expect(others).toEqual([])
  }
})
