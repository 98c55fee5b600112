import { type DestinationStream, pino } from 'pino'
import type { ClosableLog } from './log.ts'

/** Where lines go: a file descriptor, or anything with `write`. */
export type Lines = number | { readonly write: (line: string) => unknown }

/**
 * One JSON object per line. To a file descriptor lines are written in blocks, at the latest every half second and at
 * `close`; when the reader stands still, what exceeds 8 MiB is dropped rather than kept.
 */
export function jsonLog(to: Lines): ClosableLog {
  const blocks =
    typeof to === 'number'
      ? pino.destination({
          fd: to,
          sync: false,
          minLength: 8192,
          maxLength: 8 * 1024 * 1024,
          periodicFlush: 500,
        })
      : undefined
  const logger = pino(
    { base: null, formatters: { level: (label) => ({ level: label }) } },
    blocks ?? (to as DestinationStream),
  )
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    close: () => blocks?.flushSync(),
  }
}
