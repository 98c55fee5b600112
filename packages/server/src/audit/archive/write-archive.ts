import { randomBytes } from 'node:crypto'
import { type FileHandle, link, open, rm } from 'node:fs/promises'
import { syncFolderOf } from '../../operate/durable.ts'
import type { Audit } from '../audit.ts'
import { type AuditEntry, lineOf } from '../chain.ts'
import { readExport } from '../read-export.ts'
import { begunIn, ChainVerifier } from '../verify-chain.ts'
import { verifyExport } from '../verify-export.ts'
import { ArchiveError, throwIfStopped } from './archive-error.ts'
import { type ArchivePart, faulty } from './plan-archive.ts'

/** A part that stands in the archive. */
export interface WrittenPart {
  readonly part: ArchivePart
  /** of its last entry */
  readonly hash: string
  /** Unix seconds: of the first entry and of the last */
  readonly since: number
  readonly until: number
  /** the chains that began in it */
  readonly begun: readonly string[]
}

export interface WrittenArchive {
  readonly parts: readonly WrittenPart[]
  readonly sha256: string
  readonly bytes: number
}

interface Writing {
  /** must not be there yet */
  readonly file: string
  /** hears how many entries were written, now and then */
  readonly onWritten: (entries: number) => void
  readonly signal?: AbortSignal | undefined
}

const atOnce = 500

/**
 * Writes entries into one new file of mode 0600, as an export has them, waits for the disk, and reads it again. It appears
 * under its name when all of it was proven; until then nothing is there.
 *
 * @throws ArchiveError
 */
export async function writeArchive(
  audit: Pick<Audit, 'read'>,
  parts: readonly ArchivePart[],
  { file, onWritten, signal }: Writing,
): Promise<WrittenArchive> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(aside, 'wx', 0o600).catch(unwritable)
    const written: WrittenPart[] = []
    let count = 0
    const onPage = (entries: number) => {
      count += entries
      onWritten(count)
      throwIfStopped(signal, 'Nothing was taken out, and there is no archive.')
    }
    try {
      for (const part of parts) written.push(await writePart(audit, part, { handle, onPage }))
      await handle.sync()
    } catch (error) {
      throw isOfDisk(error) ? unusable(`it cannot be written: ${error.code}`) : error
    } finally {
      await handle.close()
    }
    const measured = await prove(aside, written)
    await link(aside, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? existing(file) : error
    })
    await syncFolderOf(file)
    return { parts: written, ...measured }
  } finally {
    await rm(aside, { force: true })
  }
}

interface PartWriting {
  readonly handle: FileHandle
  readonly onPage: (entries: number) => void
}

/** Entry by entry as `audit verify` goes along a chain, and one further: what stays must follow what goes. */
async function writePart(
  audit: Pick<Audit, 'read'>,
  part: ArchivePart,
  { handle, onPage }: PartWriting,
): Promise<WrittenPart> {
  const { chain, after, through } = part
  const verifier = new ChainVerifier(chain, after)
  const begun: string[] = []
  let [first, last]: (AuditEntry | undefined)[] = []
  while (verifier.at.seq <= through) {
    const page = await audit.read(
      chain,
      verifier.at.seq,
      Math.min(atOnce, through + 1 - verifier.at.seq),
    )
    if (page.length === 0) throw faulty(chain, `number ${verifier.at.seq + 1} is missing`)
    for (const entry of page) verifier.next(entry)
    const [fault] = verifier.faults
    if (fault !== undefined) throw faulty(chain, `number ${fault.seq} is ${fault.what}`)
    const old = page.filter(({ seq }) => seq <= through)
    begun.push(...old.flatMap(begunIn))
    await handle.appendFile(old.map(lineOf).join(''))
    onPage(old.length)
    first ??= old[0]
    last = old.at(-1) ?? last
  }
  return { part, hash: last!.hash, since: first!.at, until: last!.at, begun }
}

/** What is on the disk is what is taken out elsewhere, letter by letter. */
async function prove(path: string, written: readonly WrittenPart[]) {
  const after = new Map(written.map(({ part }) => [part.chain, part.after]))
  const { lines, measured } = readExport(path)
  const { chains, faults } = await verifyExport(lines, { after })
  const ends = new Map(chains.map(({ chain, to, hash }) => [chain, `${to} ${hash}`]))
  const isWhole = written.every(
    ({ part, hash }) => ends.get(part.chain) === `${part.through} ${hash}`,
  )
  if (faults.length > 0 || !isWhole) throw unusable('what was written reads otherwise')
  return measured()
}

function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return /^(ENOSPC|EIO|EDQUOT|EFBIG|EROFS)$/.test(String(Object(error).code))
}

function unwritable({ code }: NodeJS.ErrnoException): never {
  throw unusable(`it cannot be written: ${code}`)
}

function unusable(what: string): ArchiveError {
  const fix = 'Choose a folder that can be written and has room. Nothing was taken out.'
  return new ArchiveError('ARCHIVE_UNUSABLE', `the archive is of no use: ${what}`, fix)
}

export function existing(file: string): ArchiveError {
  const message = `${file} is there already`
  return new ArchiveError('ARCHIVE_EXISTS', message, 'Choose another name. Nothing was taken out.')
}
