import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type TrustStore, trustStores } from '../src/trust-stores.ts'
import { command, folder, symbolon } from './symbolon.ts'

let homes = 0

/** A home of its own for each test, with the data folder in it. */
function newHome(): { HOME: string; SYMBOLON_DATA_DIR: string } {
  homes += 1
  const HOME = join(folder, `home-${homes}`)
  mkdirSync(HOME)
  return { HOME, SYMBOLON_DATA_DIR: join(HOME, 'data') }
}

test('the authority is made and shown, and nothing else happens', async () => {
  const env = newHome()
  const { code, stdout, stderr } = await symbolon(['trust'], { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const path = join(env.SYMBOLON_DATA_DIR, 'emulator-ca.pem')
  const certificate = new X509Certificate(readFileSync(path))
  expect(stdout).toContain(`${path} (made just now)`)
  expect(stdout).toContain(certificate.fingerprint256)
  expect(stdout).toContain('localhost, *.localhost, 127.0.0.1, ::1; nothing else')
  expect(readdirSync(env.HOME)).toEqual(['data'])
  expect(readdirSync(env.SYMBOLON_DATA_DIR)).toEqual(['emulator-ca-key.pem', 'emulator-ca.pem'])

  const again = await symbolon(['trust'], { env })
  expect(again.stdout).toBe(stdout.replace(' (made just now)', ''))
})

test('--json says the same', async () => {
  const env = newHome()
  const { stdout } = await command(['trust', '--json', '--all'], { env })
  const { data, ...rest } = JSON.parse(stdout)
  expect(rest).toEqual({ version: 1, ok: true, command: 'trust' })
  const { raw, fingerprint256, validTo } = new X509Certificate(readFileSync(data.certificatePath))
  expect(data).toMatchObject({
    subject: 'Symbolon emulator on this machine (tests only)',
    keyPath: join(env.SYMBOLON_DATA_DIR, 'emulator-ca-key.pem'),
    fingerprint: fingerprint256,
    expiresAt: Date.parse(validTo) / 1000,
    made: true,
    mayCertify: { dnsNames: ['localhost'], addresses: ['127.0.0.1/32', '::1/128'] },
  })
  const ids = data.stores.map(({ id }: TrustStore) => id)
  expect(ids).toEqual(['debian', 'chromium', 'firefox', 'macos', 'windows', 'node'])
  expect(stdout).not.toContain(raw.toString('base64').slice(0, 40))
})

test('the key is never shown', async () => {
  const env = newHome()
  const outputs = [
    await command(['trust', '--all'], { env }),
    await command(['trust', '--json'], { env }),
  ]
  const key = readFileSync(join(env.SYMBOLON_DATA_DIR, 'emulator-ca-key.pem'), 'utf8')
  const [, secret = ''] = key.split('\n')
  expect(secret).toHaveLength(64)
  for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(secret)
})

test('a damaged authority is an error with a remedy, and is left alone', async () => {
  const env = newHome()
  await command(['trust'], { env })
  const path = join(env.SYMBOLON_DATA_DIR, 'emulator-ca.pem')
  writeFileSync(path, 'damaged')
  const { code, stdout } = await command(['trust', '--json'], { env })
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    error: { code: 'AUTHORITY_DAMAGED', fix: expect.stringContaining(path) },
  })
  expect(readFileSync(path, 'utf8')).toBe('damaged')
})

test('an argument is a usage error', async () => {
  const { code, stderr } = await command(['trust', 'install'], { env: newHome() })
  expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('options') })
})

test.each([
  [['.pki/nssdb'], '.pki/nssdb'],
  [['.local/share/pki/nssdb'], '.local/share/pki/nssdb'],
  [['.local/share/pki/nssdb', '.pki/nssdb'], '.pki/nssdb'],
  [[], '.pki/nssdb'],
])('with %j there, Chromium is told by way of %s', async (present, chosen) => {
  const env = newHome()
  for (const path of present) mkdirSync(join(env.HOME, path), { recursive: true })
  const { stdout } = await command(['trust', '--all'], { env })
  expect(stdout).toContain(`certutil -d sql:${join(env.HOME, chosen)} -A`)
  expect(existsSync(join(env.HOME, chosen))).toBe(present.length > 0)
})

const odd = {
  certificatePath: "/tmp/it's $HOME/a b.pem",
  thumbprint: 'ABCD',
  nssFolder: '/tmp/x y/nssdb',
}

test.each([
  ['linux', ['debian', 'chromium', 'firefox', 'node']],
  ['darwin', ['macos', 'node']],
  ['win32', ['windows', 'node']],
  ['freebsd', ['node']],
] as const)('on %s these are shown: %j', (platform, ids) => {
  const stores = trustStores(odd, platform)
  expect(stores.map(({ id }) => id)).toEqual(ids)
  for (const { install, remove } of stores) expect([install, remove]).not.toContainEqual([])
})

test.skipIf(process.platform === 'win32')('paths reach the programs as they are', () => {
  const prints = "printf '<%s>' "
  const commands = trustStores(odd, 'linux')
    .flatMap(({ install }) => install)
    .filter((line) => line.includes('.pem') && !line.startsWith('for '))
  expect(commands).toHaveLength(3)
  for (const line of commands) {
    const words = execFileSync('/bin/sh', ['-c', prints + line], { encoding: 'utf8' })
    expect(words).toContain(odd.certificatePath)
  }
})

test.skipIf(process.platform === 'win32')('every profile of Firefox is told, and no other', () => {
  const { HOME } = newHome()
  const profiles = ['.mozilla/firefox/a', '.config/mozilla/firefox/b c']
  for (const profile of profiles) {
    mkdirSync(join(HOME, profile), { recursive: true })
    writeFileSync(join(HOME, profile, 'cert9.db'), '')
  }
  mkdirSync(join(HOME, '.mozilla/firefox/empty'))
  const [{ install, remove } = { install: [], remove: [] }] = trustStores(odd, 'linux').filter(
    ({ id }) => id === 'firefox',
  )
  for (const line of [...install, ...remove]) {
    const script = `certutil() { printf '%s\\n' "$2"; }; ${line}`
    const told = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { HOME } })
    expect(told.trim().split('\n')).toEqual(profiles.map((path) => `sql:${join(HOME, path)}`))
  }
})
