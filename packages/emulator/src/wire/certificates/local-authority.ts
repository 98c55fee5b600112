import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { type Authority, certifyAuthority } from './authority.ts'
import { AuthorityError, type AuthorityFiles, remove } from './authority-error.ts'
import type { Permitted } from './extensions.ts'
import { keepFile, readIfThere } from './keep-file.ts'
import { readCertificate, readKey } from './read-authority.ts'

/** The authority of this machine, and where it is kept. */
export interface LocalAuthority extends Authority, AuthorityFiles {
  /** SHA-256 of the certificate: 32 bytes in hexadecimal, with colons */
  readonly fingerprint: string
  /** true when it was made just now, so that nobody can trust it yet */
  readonly made: boolean
}

const subject = 'Symbolon emulator on this machine (tests only)'

/** All that the local authority may sign: whoever has its key can pretend to be this machine to itself. */
export const localPermitted: Permitted = {
  dnsNames: ['localhost'],
  addresses: ['127.0.0.1/32', '::1/128'],
}

/**
 * The authority kept in the data folder, made on first use: `emulator-ca.pem`, and `emulator-ca-key.pem`
 * with mode 0600. Starts at once agree on one. What is there is never written over.
 *
 * @param now - Unix seconds
 * @throws AuthorityError that names the file, and what to do
 */
export async function openLocalAuthority({
  dataDir,
  now,
}: {
  readonly dataDir: string
  readonly now: number
}): Promise<LocalAuthority> {
  const certificatePath = join(dataDir, 'emulator-ca.pem')
  const keyPath = join(dataDir, 'emulator-ca-key.pem')
  const files = { certificatePath, keyPath }
  const { key, certificate, made } = await readable(dataDir, () => keepBoth(files, now))
  const expected = { key, subject, permitted: localPermitted, files }
  const proven = readCertificate(certificate, expected)
  const expiresAt = Math.floor(Date.parse(proven.validTo) / 1000)
  if (expiresAt <= now) {
    const ended = new Date(expiresAt * 1000).toISOString().slice(0, 10)
    const message = `the emulator's certificate authority ended on ${ended}: ${certificatePath}`
    throw new AuthorityError('AUTHORITY_EXPIRED', message, remove(files))
  }
  const fingerprint = proven.fingerprint256
  return { certificate, subject, key, expiresAt, ...files, fingerprint, made }
}

/**
 * The key comes first and is settled when the certificate is made from it, so that however many
 * start at once, and whenever one of them dies, certificate and key belong together.
 */
async function keepBoth(files: AuthorityFiles, now: number) {
  const { certificatePath, keyPath } = files
  const hasCertificate = (await readIfThere(certificatePath)) !== undefined
  if (hasCertificate && (await readIfThere(keyPath)) === undefined) {
    const message = `the emulator's certificate authority has lost its key: ${keyPath}`
    throw new AuthorityError('AUTHORITY_INCOMPLETE', message, remove(files))
  }
  const key = readKey(await keepFile(keyPath, 0o600, newKey), files)
  const certificate = await keepFile(certificatePath, 0o644, () =>
    certifyAuthority(key, { subject, permitted: localPermitted, now }),
  )
  return { key, certificate, made: !hasCertificate }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
}

async function readable<T>(dataDir: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof AuthorityError) throw error
    const { code, path = dataDir } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new AuthorityError(
      'AUTHORITY_UNREADABLE',
      `the emulator's certificate authority cannot be kept in ${path}: ${code}`,
      'Make the folder and its files yours to read and write, or set SYMBOLON_DATA_DIR.',
    )
  }
}
