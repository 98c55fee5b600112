import type { Readable, Writable } from 'node:stream'

/** What a command may touch of the outside world. `main.ts` alone makes the real one. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  /** where relative `@file` paths and a `.env` file are looked for */
  readonly cwd: string
  /** data in: what `-` reads */
  readonly stdin: Readable
  /** data out: nothing else is written here, so that pipes work */
  readonly stdout: Writable
  /** talk: warnings, errors, progress */
  readonly stderr: Writable
  /** true when `stdout` is a terminal */
  readonly isTty: boolean
  /** Unix seconds */
  readonly now: () => number
}

/** A command: its arguments (without its own name) in, its exit code out. Failures throw. */
export type Run = (args: readonly string[], io: Io) => Promise<number>
