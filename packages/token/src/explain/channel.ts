import { isTokenError } from '../errors.ts'
import { checkChannel } from '../parameters.ts'
import { type Case, type Finding, found } from './finding.ts'
import { difference } from './near.ts'
import type { Situation } from './situation.ts'
import { emptyVariable, wantedService } from './subject.ts'
import { type CauseCode, phrases } from './texts.ts'

/** Whether the SDK would let the channel name through. */
export function* channelName(situation: Situation): Iterable<Finding> {
  const { channel: join } = situation
  if (join === undefined || wantedService(situation) !== 'rtc') return
  try {
    checkChannel(join)
  } catch (error) {
    if (!isTokenError(error)) throw error
    yield found('CHANNEL_ILLEGAL', 'proved', { join, value: error.message })
  }
}

const ofChange: { readonly [change: string]: CauseCode } = {
  case: 'CHANNEL_CASE',
  space: 'CHANNEL_SPACE',
  unicode: 'CHANNEL_UNICODE',
  url: 'CHANNEL_URL_ENCODED',
  quotes: 'CHANNEL_QUOTED',
}

const hash = /^([0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i

/** Why the channel in the token is not the joined one. */
export function* channel({ subject, claims, situation }: Case): Iterable<Finding> {
  const told = subject?.channel
  if (told === undefined || told.fits) return
  const { text: token, join, certainty } = told
  const values = { token, join }
  const because = (code: CauseCode, value?: string) => found(code, certainty, { ...values, value })
  // that the checksum of a 006 differs is proof, even where nothing known fits it
  if (token === undefined) yield found('CHANNEL_MISMATCH', 'proved', values)
  else if (isSwapped(token, subject?.user?.text, situation)) yield because('CHANNEL_UID_SWAPPED')
  else if (emptyVariable.test(token)) yield because('CHANNEL_UNDEFINED')
  else if (token.includes('*') || token === '') {
    yield because(claims.version === '006' ? 'CHANNEL_WILDCARD_IN_006' : 'CHANNEL_PATTERN')
  } else yield nearMiss()

  function nearMiss(): Finding {
    const [first, second] = difference(token!, join) ?? []
    if (first === undefined) {
      if (certainty === 'likely') return found('CHANNEL_MISMATCH', 'proved', { join, guess: token })
      const hashed = hash.test(token!) !== hash.test(join)
      return hashed ? found('CHANNEL_HASHED', 'likely', values) : because('CHANNEL_MISMATCH')
    }
    if (second === undefined) return because(ofChange[first]!)
    return because('CHANNEL_NEARLY', `${phrases[first]}, ${phrases[second]}`)
  }
}

function isSwapped(
  token: string,
  user: string | undefined,
  { uid, account, channel: join }: Situation,
): boolean {
  return (
    token !== '' &&
    (token === account || token === `${uid}`) &&
    (user === undefined || user === join)
  )
}
