import { resolve } from 'node:path'
import {
  type AuditDesk,
  type JoinedArchives,
  type JoinedChain,
  readExport,
  verifyExport,
} from '@symbolon/server/project'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Said } from './owner-command.ts'

/** Follows what audit export, or audit archive, wrote, without a database. @throws CommandError */
export async function verifyFile(name: string, cwd: string): Promise<Said> {
  if (!name.startsWith('@')) throw usageError('a file is named with @, such as @audit.ndjson')
  const path = resolve(cwd, name.slice(1))
  const verified = await verifyExport(readExport(path).lines).catch(unreadable(name.slice(1)))
  const { chains, faults } = verified
  const found = faults.map((nth) => `! line ${nth} does not follow what is before it\n`).join('')
  const right = chains.map(
    ({ chain, entries, from, to }) =>
      `✓ ${chain || 'authority'}: ${entries} entries, number ${from} to ${to}\n`,
  )
  const exitCode = faults.length === 0 ? exitCodes.ok : exitCodes.failure
  return { data: verified, text: found || right.join(''), exitCode }
}

interface Joined extends JoinedArchives {
  /** whether all of it is proven, and goes on here */
  readonly isWhole: boolean
  readonly text: string
  /** the hash that an entry has in the archives, of those that were asked for */
  readonly hashes: ReadonlyMap<string, string>
}

/** How an entry is asked for in archives. */
export function entryName({
  chain,
  seq,
}: {
  readonly chain: string
  readonly seq: number
}): string {
  return `${chain}:${seq}`
}

interface Joining {
  readonly files: readonly string[]
  readonly cwd: string
  /** which entries are to be looked up in them, by {@link entryName} */
  readonly wanted: ReadonlySet<string>
}

/** Follows archives to what is here. @throws CommandError */
export async function joinFiles(
  audit: AuditDesk,
  { files, cwd, wanted }: Joining,
): Promise<Joined> {
  const hashes = new Map<string, string>()
  const paths = files.map((file) => resolve(cwd, file))
  const joined = await audit
    .join(paths, (entry) => {
      const name = entryName(entry)
      if (wanted.has(name)) hashes.set(name, entry.hash)
    })
    .catch(unreadable(files.join(', ')))
  const { chains, faults } = joined
  const isWhole = faults.length === 0 && chains.every(({ fault }) => fault === undefined)
  const lines = faults.map(
    ({ file, line }) => `! ${file}: line ${line} does not follow what is before it\n`,
  )
  const shown = chains.filter(({ fault }) => fault !== undefined || faults.length === 0)
  return { ...joined, isWhole, text: [...lines, ...shown.map(joinedText)].join(''), hashes }
}

function joinedText({ chain, from, to, fault }: JoinedChain): string {
  const name = chain || 'authority'
  switch (fault) {
    case undefined:
      return `✓ ${name}: archives have number ${from} to ${to}, and what is here goes on from there\n`
    case 'ends early':
      return `! ${name}: archives end with number ${to}, before what is here; name those after it too\n`
    case 'ends elsewhere':
      return `! ${name}: archives end with number ${to}, but not with the one that was here\n`
    case 'first line':
      return `! ${name}: number ${from} is not proven; name the archive before it first\n`
  }
}

function unreadable(name: string): (error: Error) => never {
  return ({ message }) => {
    throw new CommandError('FILE_UNREADABLE', `${name}: ${message}`, {
      fix: 'Give a file that symbolon audit export, or audit archive, wrote.',
      exitCode: exitCodes.failure,
    })
  }
}
