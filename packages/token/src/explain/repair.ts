import type { Limits } from '../claims.ts'
import { type Inspection, inspect } from '../inspect.ts'
import { bare, stripped } from './near.ts'
import type { CauseCode } from './texts.ts'

/** A text that reads as a token, and what had to be undone for it. */
export interface Repaired {
  readonly text: string
  readonly undone: readonly CauseCode[]
  /** undefined when it reads as no token even so */
  readonly inspection: Inspection | undefined
}

const invisible = /[\u200b-\u200d\u2060\ufeff]/g

/** What happens to tokens on their way, and how to take it back; tried in this order, each on the last one's result. */
const steps: readonly (readonly [CauseCode, (text: string) => string])[] = [
  ['TOKEN_WHITESPACE', (text) => text.replace(invisible, '').trim()],
  ['TOKEN_QUOTED', (text) => stripped(text, '"\'`\\\u201c\u201d').trim()],
  ['TOKEN_WRAPPED', unwrapped],
  ['TOKEN_WHITESPACE', (text) => text.replace(/[\r\n\t]+|\\[rnt]/g, '').trim()],
  ['TOKEN_URL_ENCODED', percentDecoded],
  ['TOKEN_PLUS_BECAME_SPACE', (text) => text.replace(/[ \u00a0]/g, '+')],
  ['TOKEN_URL_SAFE', (text) => text.replace(/-/g, '+').replace(/_/g, '/')],
  ['TOKEN_PADDING_LOST', padded],
]

/** Reads a token, undoing what transport did to it. The text as it came is tried first. */
export function repair(given: string, limits: Limits | undefined): Repaired {
  const read = (text: string): Inspection | undefined => {
    try {
      return inspect(text, limits && { limits })
    } catch {
      return undefined
    }
  }
  let text = given
  let inspection = read(text)
  const undone: CauseCode[] = []
  for (const [code, undo] of steps) {
    if (inspection !== undefined) break
    const next = undo(text)
    if (next === text) continue
    text = next
    if (!undone.includes(code)) undone.push(code)
    inspection = read(text)
  }
  return { text, undone, inspection }
}

/** Finds the token inside a JSON body, a header, a URL, or before a comma. */
function unwrapped(text: string): string {
  const tokenLike = /00[67][A-Za-z0-9+/%_-]{60,}={0,2}/
  if (/^00[67]/.test(text)) {
    const end = text.search(/["'`,;<&?#}\])]/)
    return bare(end < 0 ? text : text.slice(0, end), '.:!|*\\')
  }
  return tokenLike.exec(text)?.[0] ?? text
}

function percentDecoded(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text
  try {
    const once = decodeURIComponent(text)
    return /%[0-9a-f]{2}/i.test(once) ? decodeURIComponent(once) : once
  } catch {
    return text
  }
}

function padded(text: string): string {
  const body = bare(text, '=')
  const start = text.startsWith('006') ? 35 : 3
  return body + '='.repeat((4 - ((body.length - start) % 4)) % 4)
}
