import sonicBoom from 'sonic-boom'
import type { ClosableLog } from './log.ts'

/** Where lines go: a file descriptor, or anything with `write`. */
export type Lines = number | { readonly write: (line: string) => unknown }

/**
 * One JSON object per line: `level`, `time` (Unix milliseconds), `msg`, then the fields. To a file descriptor lines are
 * written in blocks, at the latest every half second, at `close` and when the process ends; when the reader stands still,
 * what exceeds 8 MiB is dropped rather than kept. Lines are put together here, because one is written for every token.
 */
export function jsonLog(to: Lines): ClosableLog {
  const lines =
    typeof to === 'number' ? inBlocks(to) : { write: to.write.bind(to), flush: () => {} }
  function write(level: string, fields: object, message: string): void {
    const rest = JSON.stringify(fields)
    const tail = rest === '{}' ? '}' : `,${rest.slice(1)}`
    lines.write(
      `{"level":"${level}","time":${Date.now()},"msg":${JSON.stringify(message)}${tail}\n`,
    )
  }
  return {
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
    close: lines.flush,
  }
}

function inBlocks(fd: number): { write: (line: string) => unknown; flush: () => void } {
  const maxLength = 8 * 1024 * 1024
  const blocks = new sonicBoom.SonicBoom({
    fd,
    sync: false,
    minLength: 15_000, // just under what one write takes
    maxLength,
    periodicFlush: 500,
  })
  let warned = false
  const complain = (error: Error) => {
    if (!warned) process.emitWarning(`the log cannot be written: ${error.message}`)
    warned = true
  }
  const flush = () => {
    try {
      blocks.flushSync()
    } catch (error) {
      complain(error as Error)
    }
  }
  blocks.on('error', complain)
  process.once('exit', flush)
  return {
    write: (line) => blocks.write(line),
    flush: () => {
      process.off('exit', flush)
      flush()
    },
  }
}
