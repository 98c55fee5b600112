import { X509Certificate } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { daySeconds } from '../src/wire/certificates/authority.ts'
import { openLocalAuthority } from '../src/wire/certificates/local-authority.ts'
import { temporaryFolder } from './support/folder.ts'
import { throwawayAuthority } from './support/vendor-authority.ts'

const now = 1_763_683_200
const certificateFile = 'emulator-ca.pem'
const keyFile = 'emulator-ca-key.pem'

/** A data folder with an authority in it. */
async function keptFolder(): Promise<string> {
  const dataDir = await temporaryFolder()
  await openLocalAuthority({ dataDir, now })
  return dataDir
}

async function filesOf(dataDir: string): Promise<Record<string, string>> {
  const names = (await readdir(dataDir)).sort()
  const entries = names.map(async (name) => [name, await readFile(join(dataDir, name), 'utf8')])
  return Object.fromEntries(await Promise.all(entries))
}

test('the authority is made once and found again', async () => {
  const dataDir = join(await temporaryFolder(), 'data')
  const first = await openLocalAuthority({ dataDir, now })
  const second = await openLocalAuthority({ dataDir, now: now + 1000 })
  expect(second.certificate).toBe(first.certificate)
  expect([first.made, second.made]).toEqual([true, false])
  expect(second.fingerprint).toBe(new X509Certificate(first.certificate).fingerprint256)
  expect(Object.keys(await filesOf(dataDir))).toEqual([keyFile, certificateFile])
})

test.skipIf(process.platform === 'win32')('folder and key are for the owner alone', async () => {
  const dataDir = join(await temporaryFolder(), 'a', 'b')
  const { keyPath } = await openLocalAuthority({ dataDir, now })
  const mode = async (path: string) => (await stat(path)).mode & 0o777
  expect(await mode(keyPath)).toBe(0o600)
  expect(await mode(dataDir)).toBe(0o700)
})

test('starts at once agree on one authority, and leave nothing else behind', async () => {
  const dataDir = join(await temporaryFolder(), 'data')
  const starts = Array.from({ length: 12 }, () => openLocalAuthority({ dataDir, now }))
  const certificates = (await Promise.all(starts)).map(({ certificate }) => certificate)
  expect(new Set(certificates).size).toBe(1)
  expect(Object.keys(await filesOf(dataDir))).toEqual([keyFile, certificateFile])
})

test('a start that died between key and certificate is gone on with', async () => {
  const dataDir = await keptFolder()
  const { [keyFile]: key } = await filesOf(dataDir)
  await rm(join(dataDir, certificateFile))
  const authority = await openLocalAuthority({ dataDir, now })
  expect(new X509Certificate(authority.certificate).checkPrivateKey(authority.key)).toBe(true)
  expect((await filesOf(dataDir))[keyFile]).toBe(key)
})

test('it says what it is, and lasts ten years', async () => {
  const { certificate, expiresAt } = await openLocalAuthority({
    dataDir: await temporaryFolder(),
    now,
  })
  const { subject, issuer, ca, keyUsage, validFrom, validTo } = new X509Certificate(certificate)
  const words = 'CN=Symbolon emulator on this machine (tests only)'
  expect({ subject, issuer, ca, keyUsage }).toEqual({
    subject: words,
    issuer: words,
    ca: true,
    keyUsage: ['1.3.6.1.5.5.7.3.1'], // servers alone
  })
  expect(Date.parse(validFrom) / 1000).toBe(now - daySeconds)
  expect(Date.parse(validTo) / 1000).toBe(expiresAt)
  expect((expiresAt - now) / daySeconds).toBe(3652)
})

const damages: [string, string, (text: string) => string][] = [
  ['an empty certificate', certificateFile, () => ''],
  ['a cut certificate', certificateFile, (text) => text.slice(0, text.length / 2)],
  ['a flipped letter', certificateFile, (text) => text.replace(/[A-Z](?=.*\n-----END)/, 'b')],
  ['an empty key', keyFile, () => ''],
  ['a cut key', keyFile, (text) => text.slice(0, text.length / 2)],
  ['the certificate as the key', keyFile, () => 'no key at all'],
]

test.each(damages)('%s is refused and stays as it is', async (_, file, damage) => {
  const dataDir = await keptFolder()
  const path = join(dataDir, file)
  await chmod(path, 0o600)
  await writeFile(path, damage(await readFile(path, 'utf8')))
  const before = await filesOf(dataDir)
  await expect(openLocalAuthority({ dataDir, now })).rejects.toMatchObject({
    code: 'AUTHORITY_DAMAGED',
    message: expect.stringContaining(path),
    fix: expect.stringContaining('symbolon trust'),
  })
  expect(await filesOf(dataDir)).toEqual(before)
})

test('the certificate of another key is refused', async () => {
  const dataDir = await keptFolder()
  const other = await readFile(join(await keptFolder(), certificateFile))
  await writeFile(join(dataDir, certificateFile), other)
  await expect(openLocalAuthority({ dataDir, now })).rejects.toMatchObject({
    code: 'AUTHORITY_DAMAGED',
  })
})

test('an authority with wider limits than ours is not taken for ours', async () => {
  const dataDir = await temporaryFolder()
  const { certificate, key } = throwawayAuthority({ dnsNames: ['example.com'], addresses: [] }, now)
  await writeFile(join(dataDir, certificateFile), certificate)
  await writeFile(join(dataDir, keyFile), key.export({ type: 'pkcs8', format: 'pem' }))
  await expect(openLocalAuthority({ dataDir, now })).rejects.toMatchObject({
    code: 'AUTHORITY_DAMAGED',
  })
})

test('a certificate without its key is refused, and no key is made for it', async () => {
  const dataDir = await keptFolder()
  await rm(join(dataDir, keyFile))
  await expect(openLocalAuthority({ dataDir, now })).rejects.toMatchObject({
    code: 'AUTHORITY_INCOMPLETE',
  })
  expect(Object.keys(await filesOf(dataDir))).toEqual([certificateFile])
})

test('what cannot be read is an error that names it', async () => {
  const dataDir = await temporaryFolder()
  await mkdir(join(dataDir, keyFile))
  await expect(openLocalAuthority({ dataDir, now })).rejects.toMatchObject({
    code: 'AUTHORITY_UNREADABLE',
    message: expect.stringContaining(dataDir),
  })
})

test('an authority that has ended is said to have ended', async () => {
  const dataDir = await keptFolder()
  const later = now + 3653 * daySeconds
  await expect(openLocalAuthority({ dataDir, now: later })).rejects.toMatchObject({
    code: 'AUTHORITY_EXPIRED',
    message: expect.stringContaining('2035-11-21'),
  })
})

test('no error repeats what a file holds', async () => {
  const dataDir = await keptFolder()
  const secret = 'this-might-be-a-secret'
  await writeFile(join(dataDir, keyFile), `-----BEGIN PRIVATE KEY-----\n${secret}\n`)
  const error = await openLocalAuthority({ dataDir, now }).catch((thrown: Error) => thrown)
  expect(`${(error as Error).stack} ${JSON.stringify(error)}`).not.toContain(secret)
})
