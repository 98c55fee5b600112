import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ConfigError } from '../config/read-settings.ts'
import { keepPrivately } from './keep-privately.ts'

/** An App ID with the certificates that sign for it. */
export interface Project {
  readonly appId: string
  readonly certificate: string
  /** proves tokens, never signs them */
  readonly secondaryCertificate?: string | undefined
  /** made here: the real platform knows nothing of it and refuses its tokens */
  readonly demo: boolean
}

/**
 * The demo project of a data folder, made on first use and the same ever after.
 *
 * @throws ConfigError when the kept file is not one, or the folder cannot be written
 */
export async function demoProject(dataDir: string): Promise<Project> {
  const path = join(dataDir, 'demo-project.json')
  const text = await keepPrivately(path, () => {
    const made = { appId: randomHex(16), certificate: randomHex(16) }
    return `${JSON.stringify(made, null, 2)}\n`
  })
  const { appId, certificate } = parse(text)
  if (!isHex32(appId) || !isHex32(certificate)) {
    throw new ConfigError([
      `${path} is damaged: it must hold appId and certificate, 32 hexadecimal characters each. Delete it to get a new demo project.`,
    ])
  }
  return { appId, certificate, demo: true }
}

/** The key of `--lan`, kept so that a phone need not be told a new one at every start. */
export async function lanKey(dataDir: string): Promise<string> {
  const path = join(dataDir, 'lan-key')
  const key = (await keepPrivately(path, () => `${randomBytes(18).toString('base64url')}\n`)).trim()
  if (!/^[\w-]{16,256}$/.test(key)) {
    throw new ConfigError([`${path} is damaged. Delete it to get a new key.`])
  }
  return key
}

function parse(text: string): { appId?: unknown; certificate?: unknown } {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex')
}

function isHex32(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/i.test(value)
}
