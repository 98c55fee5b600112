import type { Inspection } from '../inspect.ts'
import { isHexId } from '../v007/layout.ts'
import { damage } from './damage.ts'
import { type Finding, found } from './finding.ts'
import { repair } from './repair.ts'
import { secretsOf } from './report.ts'
import { knowsTokens } from './sdk.ts'
import { keyringOf } from './signer.ts'
import type { Situation } from './situation.ts'
import { type CauseCode, phrases } from './texts.ts'

/** What was passed as the key of a join. */
export interface Key {
  /** `none`: the App ID is the key · `token`: reads as 006 or 007 · `other`: anything else */
  readonly kind: 'none' | 'token' | 'other'
  readonly findings: readonly Finding[]
  /** as it reads, repaired */
  readonly text: string
  readonly inspection?: Inspection | undefined
  /** what transport did to it; whether that was all shows when the repaired token verifies */
  readonly undone?: readonly CauseCode[]
}

const longestText = 16_384

/** Tells a token from everything else that gets passed for one. */
export function readKey(token: unknown, situation: Situation): Key {
  const native = situation.sdk !== undefined && situation.sdk.name !== 'web'
  if (token === null || (native && !token)) return keyless(situation, 'TOKEN_MISSING')
  if (token === undefined) return other('TOKEN_EMPTY', 'undefined')
  if (typeof token !== 'string') return other('TOKEN_NOT_TEXT', kindOf(token))
  if (token.length > longestText) return other('TOKEN_TOO_LARGE', `${token.length}`)
  const text = token.trim()
  if (text === '') return other('TOKEN_EMPTY', phrases.emptyText)
  if (situation.appId !== undefined && text.toLowerCase() === situation.appId.toLowerCase()) {
    return keyless(situation, 'KEY_IS_APP_ID')
  }
  if (isHexId(text))
    return other(isCertificate(text, situation) ? 'KEY_IS_CERTIFICATE' : 'KEY_IS_AN_ID')
  return readText(token, situation)
}

function readText(token: string, situation: Situation): Key {
  const { text, undone, inspection } = repair(token, situation.limits)
  const version = inspection?.version
  if (version === '006' || version === '007')
    return { kind: 'token', findings: [], text, inspection, undone }
  if (version === 'signaling') return { ...other('SIGNALING_TOKEN'), inspection }
  if (version !== undefined) {
    const findings =
      knowsTokens(situation) === false ? [] : [found('CHANNEL_KEY', 'proved', { value: version })]
    return { kind: 'other', findings, text, inspection }
  }
  if (/^00[67]/.test(text)) {
    const tooLarge = text.length > (situation.limits?.maxTextBytes ?? 4096)
    const worst = tooLarge
      ? found('TOKEN_TOO_LARGE', 'proved', { value: text.length })
      : damage(text, token)
    return {
      kind: 'other',
      text,
      findings: [
        worst,
        ...undone
          .filter((code) => code !== 'TOKEN_PADDING_LOST')
          .map((code) => found(code, 'hint')),
      ],
    }
  }
  return notOurs(token.trim())
}

/** Beginnings of what other products hand out. */
const others: readonly (readonly [RegExp, keyof typeof phrases])[] = [
  [/^eyJ/, 'jwt'],
  [/^NETLESS/, 'whiteboard'],
  [/^YWMt/, 'chatToken'],
]

const placeholder = /^<.*>$|^\[.*\]$|^\{.*\}$|your|token|xxx|\*\*\*|\$\{?\w/i
const empties = /^(undefined|null|NaN|None|nil|\[object \w+\]|"")$/

function notOurs(text: string): Key {
  if (empties.test(text)) return other('TOKEN_EMPTY', text)
  for (const [begins, name] of others)
    if (begins.test(text)) return other('OTHER_PRODUCT_TOKEN', phrases[name])
  if (/^00[345]/.test(text)) return other('CHANNEL_KEY', text.slice(0, 3))
  if (text.length < 60 && placeholder.test(text)) return other('TOKEN_PLACEHOLDER', text)
  return other('TOKEN_VERSION_UNKNOWN')
}

const guesses: readonly CauseCode[] = ['KEY_IS_AN_ID', 'TOKEN_PLACEHOLDER', 'OTHER_PRODUCT_TOKEN']

function other(code: CauseCode, value?: string): Key {
  const guessed = guesses.includes(code)
  return {
    kind: 'other',
    text: '',
    findings: [found(code, guessed ? 'likely' : 'proved', { value })],
  }
}

/** A join with the App ID for key: the project says whether that will do. */
function keyless(situation: Situation, code: 'TOKEN_MISSING' | 'KEY_IS_APP_ID'): Key {
  const { appIdOnly, certificateEnabled } = situation.project ?? {}
  if (appIdOnly === true || certificateEnabled === false)
    return { kind: 'none', text: '', findings: [] }
  const secured = certificateEnabled === true || keyringOf(situation) !== undefined
  const certainty = appIdOnly === false || secured ? 'likely' : 'hint'
  return { kind: 'none', text: '', findings: [found(code, certainty)] }
}

function isCertificate(text: string, situation: Situation): boolean {
  const known = secretsOf(situation)
  return known.some((certificate) => certificate?.toLowerCase() === text.toLowerCase())
}

function kindOf(value: unknown): string {
  if (value instanceof Promise) return phrases.promise
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
