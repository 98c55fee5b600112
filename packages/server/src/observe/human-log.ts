import { clean } from './clean.ts'
import { type ClosableLog, dataOf, type Fields } from './log.ts'

/** Lines for a person at a terminal: time, message, then `name=value`. `clock` gives milliseconds. */
export function humanLog(
  stream: { readonly write: (line: string) => unknown },
  clock: () => number,
): ClosableLog {
  function write(mark: string, fields: Fields, message: string): void {
    const time = new Date(clock()).toTimeString().slice(0, 8)
    const { stack, ...rest } = dataOf(fields) as { readonly stack?: unknown }
    const trace =
      typeof stack === 'string'
        ? stack.split('\n').map((line) => `    ${clean(line.trim())}\n`)
        : []
    stream.write(`${time} ${mark}${message}${words(rest, ' ')}\n${trace.join('')}`)
  }
  return {
    info: (fields, message) => write('', fields, message),
    warn: (fields, message) => write('! ', fields, message),
    error: (fields, message) => write('✗ ', fields, message),
    close: () => undefined,
  }
}

function words(fields: object, separator: string): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${separator}${name}=${word(value)}`)
    .join('')
}

function word(value: unknown): string {
  if (Array.isArray(value)) return value.map(word).join(',')
  if (value !== null && typeof value === 'object') return `(${words(value, ' ').trimStart()})`
  const text = clean(String(value))
  return /[\s"()]/.test(text) || text === '' ? JSON.stringify(text) : text
}
