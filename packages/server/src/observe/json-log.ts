import { inBlocks } from './blocks.ts'
import { type ClosableLog, type Fields, jsonOf } from './log.ts'

/** Where lines go: a file descriptor, or anything with `write`. */
export type Lines = number | { readonly write: (text: string) => unknown }

interface Held {
  readonly level: string
  readonly time: number
  readonly fields: Fields
  readonly message: string
}

const holdLines = 256
const holdMs = 250

/**
 * One JSON object per line: `level`, `time` (Unix milliseconds), `msg`, then the fields.
 *
 * A line is written for every token, and putting it together would cost as much as the token: so lines are held and
 * put together many at a time, at the latest after a quarter of a second, at `close` and when the process ends.
 */
export function jsonLog(to: Lines): ClosableLog {
  const out = typeof to === 'number' ? inBlocks(to) : { write: to.write.bind(to), flush: () => {} }
  let held: Held[] = []
  let timer: NodeJS.Timeout | undefined
  function writeHeld(): void {
    clearTimeout(timer)
    timer = undefined
    const lines = held
    held = []
    if (lines.length > 0) out.write(lines.map(lineOf).join(''))
  }
  function hold(level: string, fields: Fields, message: string): void {
    held.push({ level, time: Date.now(), fields, message })
    if (held.length >= holdLines) writeHeld()
    else timer ??= setTimeout(writeHeld, holdMs).unref()
  }
  function close(): void {
    process.off('exit', close)
    writeHeld()
    out.flush()
  }
  process.on('exit', close)
  return {
    info: (fields, message) => hold('info', fields, message),
    warn: (fields, message) => hold('warn', fields, message),
    error: (fields, message) => hold('error', fields, message),
    close,
  }
}

function lineOf({ level, time, fields, message }: Held): string {
  const rest = jsonOf(fields)
  const tail = rest === '{}' ? '}' : `,${rest.slice(1)}`
  return `{"level":"${level}","time":${time},"msg":${JSON.stringify(message)}${tail}\n`
}
