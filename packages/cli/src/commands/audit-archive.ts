import { resolve } from 'node:path'
import type { ArchivePart } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import type { Io } from '../io.ts'
import { confirm } from '../owner/confirm.ts'
import { ownerCommand } from '../owner/owner-command.ts'
import { readPast } from '../past-instant.ts'

const help = `Usage: symbolon audit archive --until <date or span> --out <file> [--dry-run] [--yes]

Takes what is older out of the audit, of all chains, and into a new file that this user alone can
read, in the form of audit export. The file is on the disk and proven before anything is taken out;
where each chain was cut is kept, sealed with the master key, and noted in the audit.

  symbolon audit archive --until 90d --out audit-$(date +%F).ndjson

      --until <text>   what was noted before: 2026-08-01 (UTC), or so long ago, such as 90d
      --out <file>     the archive; nothing that is there is written over
      --app-id <id>    of this project alone
      --authority      of what is of no project alone: keys, users, issuers
      --dry-run        says what would be taken out, and does nothing
      --yes            does not ask
`

/** `symbolon audit archive`. */
export const run = ownerCommand({
  name: 'audit archive',
  help,
  ofProject: false,
  options: {
    until: { type: 'string' },
    out: { type: 'string' },
    'app-id': { type: 'string' },
    authority: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  act: async ({ values, audit, doing, io }) => {
    const { out, authority, 'app-id': appId, 'dry-run': dry } = values
    if (values.until === undefined) throw usageError('--until is needed, such as --until 90d')
    if (!out) throw usageError('--out is needed: into which file?')
    if (authority && appId !== undefined) throw usageError('--app-id or --authority, not both')
    const until = readPast(values.until, '--until', doing.at)
    const which = { until, chain: authority ? '' : appId }
    const planned = await audit.planArchive(which)
    const file = resolve(io.cwd, out)
    if (dry) {
      const chains = planned.map(({ chain, from, through }) => ({ chain, from, through }))
      const data = { done: false, until, entries: sum(planned), chains }
      return { data, text: plannedText(planned) }
    }
    if (planned.length > 0 && !values.yes) {
      io.stderr.write(plannedText(planned))
      await confirm(io, `They go into ${file}, and out of the database`, 'archive')
    }
    const done = await stoppable((signal) =>
      audit.archive({ ...which, file, doing, signal, onProgress: progressOn(io) }),
    )
    if (io.isTty) io.stderr.write('\n')
    const { chains, removed, sha256, bytes } = done
    const of = sha256 === undefined ? {} : { file, sha256, bytes }
    const left = removed > 0 ? `${count(removed)} entries were taken out of the database\n` : ''
    const kept = sha256 === undefined ? '' : keptText(file, sha256)
    return {
      data: { done: true, until, ...of, entries: sum(chains), chains, removed },
      text: `${plannedText(chains)}${left}${kept}`,
    }
  },
})

/** Whoever ends it leaves no half file, and an audit that is whole. */
async function stoppable<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const name of signals) process.once(name, stop)
  try {
    return await act(stopping.signal)
  } finally {
    for (const name of signals) process.off(name, stop)
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const

type Part = Pick<ArchivePart, 'chain' | 'from' | 'through'>

function plannedText(chains: readonly Part[]): string {
  if (chains.length === 0) return 'nothing is older\n'
  const lines = chains.map(
    ({ chain, from, through }) => `${chain || 'authority'}: number ${from} to ${through}\n`,
  )
  return `${lines.join('')}${count(sum(chains))} entries are older\n`
}

function keptText(file: string, sha256: string): string {
  return `${file}: SHA-256 ${sha256}
They are in this file alone now. Keep it: symbolon audit verify --archive follows it to what is here.
`
}

function progressOn({ isTty, stderr }: Io) {
  return (what: string, entries: number) => {
    if (isTty) stderr.write(`\r${count(entries)} entries ${what}   `)
  }
}

function sum(chains: readonly Part[]): number {
  return chains.reduce((all, { from, through }) => all + through - from + 1, 0)
}

function count(entries: number): string {
  return entries.toLocaleString('en')
}
