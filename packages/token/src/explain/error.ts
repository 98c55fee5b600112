import { type Finding, found, type Values } from './finding.ts'
import type { OutcomeName } from './outcomes.ts'
import { type Reported, reportedNumbers, reportedTexts } from './reported.ts'
import type { Situation } from './situation.ts'
import { type CauseCode, phrases } from './texts.ts'

/** What was found before the SDK's word is weighed. */
export interface Known {
  /** how the platform would answer to what was found */
  readonly outcomes: readonly OutcomeName[]
  /** something that was not given could still be the cause */
  readonly unchecked: boolean
}

/** Weighs what the SDK reported: it may name a cause that no token shows, or one that this token does not have. */
export function* reportedError(situation: Situation, known: Known): Iterable<Finding> {
  const reported = read(situation)
  if (reported === undefined) return
  const { outcomes, cause } = reported
  if (known.outcomes.some((name) => outcomes.includes(name))) return
  const value = `${situation.error}`.slice(0, 100)
  if (known.outcomes.length > 0) yield found('ERROR_DISAGREES', 'hint', { value })
  else if (cause !== undefined) yield found(cause, 'likely', valuesFor(cause, situation))
  else if (!known.unchecked) yield found('ERROR_DISAGREES', 'likely', { value })
}

/** Values that the wording of the cause wants, as far as the situation has them. */
function valuesFor(cause: CauseCode, { appId, channel, account, uid }: Situation): Values {
  if (cause === 'TOKEN_EMPTY') return { value: 'undefined' }
  if (cause === 'RENEW_MISMATCH') return { value: phrases.binding }
  if (cause === 'UID_ILLEGAL') return { join: account ?? uid ?? undefined }
  return { join: cause === 'CHANNEL_ILLEGAL' ? channel : appId }
}

function read({ error, sdk, service }: Situation): Reported | undefined {
  if (error === undefined) return undefined
  const text = `${error}`.slice(0, 1000)
  for (const [words, reported] of reportedTexts) if (words.test(text)) return reported
  const family = familyOf(sdk?.name ?? service)
  const tables = family === undefined ? Object.values(reportedNumbers) : [reportedNumbers[family]]
  for (const [number] of text.matchAll(/-?\d{1,7}/g)) {
    for (const table of tables) if (table[Number(number)]) return table[Number(number)]
  }
  return undefined
}

function familyOf(name: string | undefined): keyof typeof reportedNumbers | undefined {
  if (name === undefined || name === 'rtc') return undefined
  if (name === 'web') return 'web'
  if (name.startsWith('rtm') || name === 'signaling') return 'rtm'
  return name.includes('recording') ? 'recording' : 'native'
}
