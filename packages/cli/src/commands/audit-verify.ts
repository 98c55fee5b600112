import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type VerifiedChain, verifyExport } from '@symbolon/server/project'
import { CommandError, usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { ownerCommand, type Said } from '../owner/owner-command.ts'

const help = `Usage: symbolon audit verify [--anchor <app id>:<number>:<hash>]… | @<file>

Reads the audit from its beginning and finds whatever was changed, taken out or moved. Exit code 1
when anything was.

      --anchor <text>    an end of a chain as a log line of the server had it: it must still
                         stand there; without App ID (":<number>:<hash>") of what is of no project
      @<file>            follows a chain that audit export wrote, without a database key

`

/** `symbolon audit verify`. */
export const run = ownerCommand({
  name: 'audit verify',
  help,
  options: { anchor: { type: 'string', multiple: true, default: [] } },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals: [file], audit, store, io }) => {
    if (file !== undefined) return await verifyFile(file, io.cwd)
    const progress = (count: number) => {
      if (io.isTty) io.stderr.write(`\r${count.toLocaleString('en')} entries read`)
    }
    const chains = await audit.verify(progress)
    if (io.isTty) io.stderr.write('\n')
    const lost: string[] = []
    for (const text of values.anchor) {
      const { chain, seq, hash } = readAnchor(text)
      const [entry] = await store.audit.read(chain, seq - 1, 1)
      if (entry?.seq !== seq || entry.hash !== hash) lost.push(text)
    }
    const isWhole = lost.length === 0 && chains.every(({ faults }) => faults.length === 0)
    const lines = [...chains.map(chainText), ...lost.map((text) => `! anchor is gone: ${text}\n`)]
    return {
      data: { chains, anchorsLost: lost, faultless: isWhole },
      text: lines.join('') || 'nothing is written down yet\n',
      exitCode: isWhole ? exitCodes.ok : exitCodes.failure,
    }
  },
})

function chainText({ chain, entries, hash, faults }: VerifiedChain): string {
  const name = chain || 'authority'
  if (faults.length === 0) return `✓ ${name}: ${entries} entries, the last ${hash.slice(0, 16)}…\n`
  return faults.map(({ seq, what }) => `! ${name}: number ${seq}: ${what}\n`).join('')
}

function readAnchor(text: string) {
  const [, chain = '', seq, hash] = /^([\da-f]{32})?:(\d{1,15}):([\da-f]{64})$/.exec(text) ?? []
  if (hash === undefined) throw usageError('--anchor is <app id>:<number>:<hash>')
  return { chain, seq: Number(seq), hash }
}

async function verifyFile(name: string, cwd: string): Promise<Said> {
  if (!name.startsWith('@')) throw usageError('a file is named with @, such as @audit.ndjson')
  const verified = await followed(resolve(cwd, name.slice(1))).catch((error: Error) => {
    throw new CommandError('FILE_UNREADABLE', `${name.slice(1)}: ${error.message}`, {
      fix: 'Give a file that symbolon audit export wrote.',
      exitCode: exitCodes.failure,
    })
  })
  const { chain, entries, from, to, faults } = verified
  const found = faults.map((nth) => `! line ${nth} does not follow what is before it\n`).join('')
  const right = `✓ ${chain || 'authority'}: ${entries} entries, number ${from} to ${to}\n`
  const exitCode = faults.length === 0 ? exitCodes.ok : exitCodes.failure
  return { data: verified, text: found || right, exitCode }
}

async function followed(path: string) {
  const file = await open(path)
  try {
    return await verifyExport(file.readLines())
  } finally {
    await file.close()
  }
}
