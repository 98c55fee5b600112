import { createHmac, hash as digest, timingSafeEqual } from 'node:crypto'
import type { Note } from './note.ts'

/** One line of the audit, as it is kept. `body` is what the hash is of, letter by letter. */
export interface AuditEntry {
  readonly chain: string
  /** from 1, without a gap */
  readonly seq: number
  /** Unix seconds */
  readonly at: number
  readonly action: string
  /** JSON: the note, with its chain and number */
  readonly body: string
  /** 64 hexadecimal characters: SHA-256 of the hash before, a line feed, and `body` */
  readonly hash: string
}

/** How far a chain goes. */
export interface Head {
  readonly chain: string
  /** 0: nothing yet */
  readonly seq: number
  readonly hash: string
  /** HMAC-SHA256 of the others: without the master key nobody ends a chain elsewhere */
  readonly proof: string
}

/** What the first entry of a chain follows. */
export const beginning = '0'.repeat(64)

/** The next entry after `last`. */
export function link({ seq: last, hash: before }: Pick<Head, 'seq' | 'hash'>, note: Note) {
  const { chain, action, at, by, about, requestId } = note
  const seq = last + 1
  const { kind, id } = by
  const body = JSON.stringify({ chain, seq, at, action, by: { kind, id }, about, requestId })
  return { chain, seq, at, action, body, hash: hashOf(before, body) } satisfies AuditEntry
}

export function hashOf(before: string, body: string): string {
  return digest('sha256', `${before}\n${body}`, 'hex')
}

/** How an entry stands in an export: its hash, and what it is of, letter by letter. */
export function lineOf({ hash, body }: Pick<AuditEntry, 'hash' | 'body'>): string {
  return `{"hash":"${hash}","entry":${body}}\n`
}

export function proofOf(key: Uint8Array, { chain, seq, hash }: Omit<Head, 'proof'>): string {
  return createHmac('sha256', key).update(`${chain}\n${seq}\n${hash}`).digest('hex')
}

/** The key of heads, from the master key. */
export function auditKeyOf(masterKey: Uint8Array): Uint8Array {
  return createHmac('sha256', masterKey).update('symbolon audit heads').digest()
}

export function isProven(key: Uint8Array, head: Head): boolean {
  const [own, kept] = [Buffer.from(proofOf(key, head)), Buffer.from(head.proof)]
  return own.length === kept.length && timingSafeEqual(own, kept)
}
