import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'

/** A file of lines, and what it was, once all of them were read. */
export interface ReadExport {
  readonly lines: AsyncIterable<string>
  /** SHA-256 of the file, 64 hexadecimal characters, and how long it is */
  readonly measured: () => { readonly sha256: string; readonly bytes: number }
}

/** Reads a file that `audit export` or `audit archive` wrote. */
export function readExport(path: string): ReadExport {
  const hash = createHash('sha256')
  let bytes = 0
  const chunks = async function* () {
    for await (const chunk of createReadStream(path)) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk as Uint8Array
    }
  }
  return { lines: linesOf(chunks()), measured: () => ({ sha256: hash.digest('hex'), bytes }) }
}

const mostCharacters = 16 * 1024 * 1024

/**
 * What stands between line feeds. (What Node calls lines ends at U+2028 too, which may stand in any text of an entry.)
 *
 * @throws TypeError for a line that no entry has
 */
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop()!
    if (rest.length > mostCharacters) throw new TypeError('a line is longer than any entry')
    yield* parts
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
