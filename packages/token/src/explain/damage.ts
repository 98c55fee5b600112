import { decodeBase64 } from '../bytes/base64.ts'
import { inflate } from '../bytes/inflate.ts'
import { isTokenError } from '../errors.ts'
import { isHexId } from '../v007/layout.ts'
import { type Finding, found } from './finding.ts'
import { bare } from './near.ts'
import { filled, phrases } from './texts.ts'

/** What became of a text that begins as a 006 or 007 token and reads as none; `given` is it before any repair. */
export function damage(text: string, given: string): Finding {
  const body = text.slice(text.startsWith('006') ? 35 : 3)
  if (/(\.\.|\u2026)["'\s]{0,9}$/.test(given)) return truncated('ellipsis')
  if (body.length > 60 && body === body.toLowerCase())
    return found('TOKEN_CASE_LOST', 'likely', { value: 'lower' })
  if (body.length > 60 && body === body.toUpperCase())
    return found('TOKEN_CASE_LOST', 'likely', { value: 'upper' })
  return text.startsWith('006') ? damage006(text, body) : damage007(body)
}

/** Its App ID is 32 characters, its content 54 bytes and 6 a privilege: what is missing can be counted. */
function damage006(text: string, body: string): Finding {
  const appId = /^[0-9a-f]*/i.exec(text.slice(3))![0].length
  if (appId < 32) return truncated('appIdShort', { n: appId, missing: 32 - appId })
  const bytes = decoded(body)
  if (bytes === undefined) return damaged('base64')
  const whole = bytes.length < 44 ? 54 : 44 + (bytes[42]! | (bytes[43]! << 8))
  if (bytes.length < whole && whole < 4096)
    return truncated('bytesShort', { n: bytes.length, whole })
  return damaged('structure')
}

/** Inflates as far as it goes: whether the stream just stops, or says nonsense. */
function damage007(body: string): Finding {
  const bytes = decoded(body)
  if (bytes === undefined) return damaged('base64')
  const out = new Uint8Array(16_384)
  try {
    inflate(bytes, bytes.length, out, 0)
  } catch (error) {
    if (!isTokenError(error)) throw error
    if (error.code === 'TOKEN_LIMIT_EXCEEDED')
      return found('TOKEN_TOO_LARGE', 'proved', { value: phrases.inflated })
    if (bytes.length < 70) return truncated('tooShort')
    // 32 bytes of signature, 32 of App ID: where these are sound, the fault lies behind them
    const appId = String.fromCharCode(...out.subarray(36, 68))
    if (isHexId(appId) && error.message.includes('cut short')) return truncated('streamShort')
    return damaged('stream')
  }
  return damaged('structure')
}

/** As many whole groups of four characters as there are, perhaps none; undefined when a character is no base64. */
function decoded(body: string): Uint8Array | undefined {
  const text = bare(body, '=')
  if (/[^A-Za-z0-9+/]/.test(text)) return undefined
  const groups = text.slice(0, text.length & ~3)
  try {
    return groups === '' ? new Uint8Array(0) : decodeBase64(groups)
  } catch {
    return undefined
  }
}

function truncated(
  why: 'ellipsis' | 'appIdShort' | 'bytesShort' | 'streamShort' | 'tooShort',
  n: Record<string, number> = {},
): Finding {
  const certainty = why === 'streamShort' || why === 'tooShort' ? 'likely' : 'proved'
  return found('TOKEN_TRUNCATED', certainty, { value: filled(phrases[why], n) })
}

function damaged(why: 'base64' | 'structure' | 'stream'): Finding {
  return found('TOKEN_DAMAGED', 'proved', { value: phrases[why] })
}
