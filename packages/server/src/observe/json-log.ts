import { pino } from 'pino'
import type { ClosableLog } from './log.ts'

/** Where lines go: a file descriptor, or anything with `write`. */
export type Lines = number | { readonly write: (line: string) => unknown }

/**
 * One JSON object per line: `level`, `time` (Unix milliseconds), `msg`, then the fields. To a file descriptor lines are
 * written in blocks, at the latest every half second and at `close`; when the reader stands still, what exceeds 8 MiB is
 * dropped rather than kept. Lines are put together here, because one is written for every token.
 */
export function jsonLog(to: Lines): ClosableLog {
  const blocks = typeof to === 'number' ? inBlocks(to) : undefined
  const lines = blocks ?? (to as Exclude<Lines, number>)
  function write(level: string, fields: object, message: string): void {
    const rest = JSON.stringify(fields)
    const tail = rest === '{}' ? '}' : `,${rest.slice(1)}`
    lines.write(`{"level":"${level}","time":${Date.now()},"msg":${JSON.stringify(message)}${tail}\n`)
  }
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
    close: () => blocks?.flushSync(),
  }
}

function inBlocks(fd: number) {
  return pino.destination({
    fd,
    sync: false,
    minLength: 8192,
    maxLength: 8 * 1024 * 1024,
    periodicFlush: 500,
  })
}
