import type { Authority, VerifiedChain } from '@symbolon/server/project'
import { usageError } from '../errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { archivedText } from '../owner/archived-text.ts'
import { entryName, joinFiles, verifyFile } from '../owner/audit-files.ts'
import { ownerCommand } from '../owner/owner-command.ts'

const help = `Usage: symbolon audit verify [--archive <file>]… [--anchor <app id>:<number>:<hash>]… | @<file>

Reads the audit from its beginning, or from where it was archived, and finds whatever was changed,
taken out or moved. Exit code 1 when anything was.

      --archive <file>   follows what audit archive wrote too, to what is here; the oldest first
      --anchor <text>    an end of a chain as a log line of the server had it: it must still
                         stand there, or in an archive that is named; without App ID
                         (":<number>:<hash>") of what is of no project
      @<file>            follows what audit export or audit archive wrote, without a database

`

/** `symbolon audit verify`. */
export const run = ownerCommand({
  name: 'audit verify',
  help,
  options: {
    anchor: { type: 'string', multiple: true, default: [] },
    archive: { type: 'string', multiple: true, default: [] },
  },
  positionals: 1,
  ofProject: false,
  act: async ({ values, positionals: [file], audit, store, io }) => {
    if (file !== undefined) return await verifyFile(file, io.cwd)
    const anchors = values.anchor.map(readAnchor)
    const progress = (count: number) => {
      if (io.isTty) io.stderr.write(`\r${count.toLocaleString('en')} entries read`)
    }
    const chains = await audit.verify(progress)
    if (io.isTty) io.stderr.write('\n')
    const { archive: files } = values
    const wanted = new Set(anchors.map(entryName))
    const joined = files.length > 0 && (await joinFiles(audit, { files, cwd: io.cwd, wanted }))
    const looked = await lookUp(store.audit, anchors, joined ? joined.hashes : new Map())
    const isWhole = chains.every(({ faults }) => faults.length === 0)
    const areProven = looked.every(({ state }) => state === 'there')
    const faultless = isWhole && areProven && (!joined || joined.isWhole)
    const texts = [...chains.map(chainText), joined ? joined.text : '', ...looked.map(anchorText)]
    const those = (wish: Looked['state']) =>
      looked.filter(({ state }) => state === wish).map(({ text }) => text)
    return {
      data: {
        chains,
        ...(joined && { archives: { chains: joined.chains, faults: joined.faults } }),
        ...{ anchorsLost: those('gone'), anchorsArchived: those('archived'), faultless },
      },
      text: texts.join('') || 'nothing is written down yet\n',
      exitCode: faultless ? exitCodes.ok : exitCodes.failure,
    }
  },
})

function chainText({ chain, entries, hash, faults, archived }: VerifiedChain): string {
  const name = chain || 'authority'
  const found = faults.map(({ seq, what }) => `! ${name}: number ${seq}: ${what}\n`).join('')
  const here = found || `✓ ${name}: ${entries} entries, the last ${hash.slice(0, 16)}…\n`
  if (archived === undefined) return here
  return `${here}  ${archivedText(archived)}`
}

interface Anchor {
  readonly text: string
  readonly chain: string
  readonly seq: number
  readonly hash: string
}

function readAnchor(text: string): Anchor {
  const [, chain = '', seq, hash] = /^([\da-f]{32})?:(\d{1,15}):([\da-f]{64})$/.exec(text) ?? []
  if (hash === undefined) throw usageError('--anchor is <app id>:<number>:<hash>')
  return { text, chain, seq: Number(seq), hash }
}

interface Looked extends Anchor {
  /** `archived`: in a file that was not named, so nobody can say */
  readonly state: 'there' | 'gone' | 'archived'
}

/** Looks whether the anchors stand where they say: here, where a chain was cut, or in an archive. */
async function lookUp(
  audit: Authority['store']['audit'],
  anchors: readonly Anchor[],
  archived: ReadonlyMap<string, string>,
): Promise<readonly Looked[]> {
  const looked: Looked[] = []
  for (const anchor of anchors) {
    const { chain, seq, hash } = anchor
    const cut = await audit.cutOf(chain)
    const isCut = cut !== undefined && seq <= cut.seq
    const [entry] = isCut ? [] : await audit.read(chain, seq - 1, 1)
    const here = entry?.seq === seq ? entry.hash : undefined
    const gone = seq === cut?.seq ? cut.hash : archived.get(entryName(anchor))
    const there = isCut ? gone : here
    const missing = isCut ? 'archived' : 'gone'
    const state = there === undefined ? missing : there === hash ? 'there' : 'gone'
    looked.push({ ...anchor, state })
  }
  return looked
}

function anchorText({ text, state }: Looked): string {
  if (state === 'there') return ''
  if (state === 'gone') return `! anchor is gone: ${text}\n`
  return `! anchor is in an archive, name it with --archive: ${text}\n`
}
