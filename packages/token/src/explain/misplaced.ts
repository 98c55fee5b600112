import { type Finding, found } from './finding.ts'
import type { Situation } from './situation.ts'

/** A token among the other arguments: they were given in the wrong order. */
export function* misplaced({ appId, channel, account }: Situation): Iterable<Finding> {
  const places = { 'App ID': appId, channel, account }
  for (const [value, text] of Object.entries(places)) {
    if (text !== undefined && /^00[67][A-Za-z0-9+/=]{60,}$/.test(text)) {
      yield found('TOKEN_IN_WRONG_ARGUMENT', 'proved', { value })
    }
  }
}
