import { expect, test } from 'vitest'
import { type Access, decideAccess, isLoopback, type StartMode } from '../src/config/access.ts'
import { ConfigError, readSettings } from '../src/config/read-settings.ts'
import { key, project, temporaryFolder } from './fixture.ts'

// T1 of the threat model: no endpoint gives tokens to strangers unless its operator said so.

const credentials = { APP_ID: project.appId, APP_CERTIFICATE: project.certificate }

function decide(env: Record<string, string>, mode: Partial<StartMode> = {}): Access | string {
  const settings = readSettings({ env, cwd: temporaryFolder() })
  try {
    return decideAccess(settings, { command: 'dev', lan: false, ...mode })
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

const dev = { command: 'dev' } as const
const serve = { command: 'serve' } as const
const lan = { lan: true }
const kept = { stored: true, keyStored: true }
const open = { HOST: '0.0.0.0' }
const withKey = { SYMBOLON_API_KEY: key }
const anonymous = { SYMBOLON_ALLOW_ANONYMOUS: '1' }

test.each([
  [dev, {}, { host: '127.0.0.1', caller: 'anonymous', corsAllowOrigin: '*', exposed: false }],
  [dev, withKey, { caller: 'key', corsAllowOrigin: '*' }],
  [dev, { HOST: 'localhost' }, { host: 'localhost', caller: 'anonymous' }],
  [dev, { ...open, ...withKey }, { host: '0.0.0.0', caller: 'key', corsAllowOrigin: [] }],
  [dev, { ...open, ...anonymous }, { caller: 'anonymous', corsAllowOrigin: '*', exposed: true }],
  [{ ...dev, ...lan }, {}, { host: '0.0.0.0', caller: 'make key', corsAllowOrigin: '*' }],
  [{ ...dev, ...lan }, withKey, { host: '0.0.0.0', caller: 'key' }],
  [{ ...dev, ...lan }, anonymous, { host: '0.0.0.0', caller: 'anonymous', exposed: true }],
  [{ ...dev, ...lan }, { HOST: '192.168.1.5' }, { host: '192.168.1.5', caller: 'make key' }],
  [serve, { ...credentials, ...withKey }, { host: '127.0.0.1', caller: 'key' }],
  [
    serve,
    { ...credentials, ...withKey, ...open },
    { host: '0.0.0.0', caller: 'key', corsAllowOrigin: [] },
  ],
  [serve, { ...credentials, ...anonymous, ...open }, { caller: 'anonymous', exposed: true }],
  [{ ...serve, ...kept }, {}, { host: '127.0.0.1', caller: 'key', exposed: false }],
  [{ ...serve, ...kept }, open, { host: '0.0.0.0', caller: 'key', corsAllowOrigin: [] }],
  [{ ...serve, ...kept, ...lan }, {}, { host: '0.0.0.0', caller: 'key' }],
  [{ ...dev, ...kept }, {}, { caller: 'anonymous', exposed: false }],
  [{ ...dev, ...kept }, open, { caller: 'key', corsAllowOrigin: [], exposed: false }],
  [{ ...dev, ...kept, ...lan }, {}, { caller: 'make key' }],
  [
    dev,
    { ...open, ...withKey, CORS_ALLOW_ORIGIN: 'https://a.example' },
    { corsAllowOrigin: ['https://a.example'] },
  ],
])('%j with %j starts', (mode, env, access) => {
  expect(decide(env, mode)).toMatchObject(access)
})

test.each([
  [dev, open, ['HOST=0.0.0.0', 'SYMBOLON_API_KEY', '--lan', 'SYMBOLON_ALLOW_ANONYMOUS=1']],
  [dev, { HOST: '::' }, ['HOST=::']],
  [dev, { HOST: 'example.com' }, ['HOST=example.com']],
  [dev, { ...withKey, ...anonymous }, ['contradict']],
  [dev, { APP_ID: project.appId }, ['AGORA_APP_CERTIFICATE is not set, but AGORA_APP_ID is']],
  [dev, { APP_CERTIFICATE: project.certificate }, ['AGORA_APP_ID is not set']],
  [serve, credentials, ['SYMBOLON_API_KEY is not set']],
  [{ ...serve, ...lan }, credentials, ['SYMBOLON_API_KEY is not set']],
  [{ ...serve, stored: true }, {}, ['no good key is in the database', 'symbolon key create']],
  [{ ...dev, stored: true }, open, ['HOST=0.0.0.0', 'symbolon key create']],
  [serve, withKey, ['AGORA_APP_ID and AGORA_APP_CERTIFICATE are not set']],
  [serve, {}, ['SYMBOLON_API_KEY', 'AGORA_APP_ID']],
])('%j with %j refuses to start', (mode, env, words) => {
  const refusal = decide(env, mode)
  for (const word of words) expect(refusal).toContain(word)
})

test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is this machine itself', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each([
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '127.0.0.1.example.com',
  'localhost.example.com',
  '::ffff:10.0.0.1',
  '',
])('%s is reached from elsewhere', (host) => {
  expect(isLoopback(host)).toBe(false)
})
