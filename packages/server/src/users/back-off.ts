import { ServerError } from '../errors.ts'
import { countedAs } from '../limiter/client-ip.ts'
import { type Waits, waits } from './waits.ts'

/** Who tries to sign in, from where. */
export interface Trial {
  /** in lower case; whether there is such a user makes no difference */
  readonly name: string
  /** an IP address */
  readonly address: string
}

/**
 * Counts a trial as wrong before it is known to be, so that many at once count as many.
 *
 * @throws ServerError `SIGN_IN_LATER`; then nothing is counted
 */
export type BackOff = (trial: Trial, at: number) => Counted

interface Counted {
  readonly wasRight: () => void
  /** it could not be looked at */
  readonly wasNone: () => void
}

/**
 * Who guesses passwords waits, twice as long each time: per name and address, then per address, then per name whatever
 * the address. The last two could lock somebody out of their own account, so they do not hold for who signed in from
 * that address during the last 30 days, and the last one is short.
 */
export function backOff(): BackOff {
  const pairs = waits({ free: 5, mostSeconds: 900 })
  const addresses = waits({ free: 20, mostSeconds: 900 })
  const names = waits({ free: 20, mostSeconds: 60 })
  const familiar = new Map<string, number>()
  return ({ name, address }, at) => {
    const place = countedAs(address)
    const pair = `${place} ${name}`
    const known = (familiar.get(pair) ?? Number.NEGATIVE_INFINITY) > at - familiarSeconds
    const shared: readonly [Waits, string][] = known
      ? []
      : [
          [addresses, place],
          [names, name],
        ]
    const seconds = Math.max(
      ...[[pairs, pair] as const, ...shared].map(([of, key]) => of.left(key, at)),
    )
    if (seconds > 0) throw later(seconds)
    pairs.count(pair, at)
    for (const [of, key] of shared) of.count(key, at)
    const uncountShared = () => {
      for (const [of, key] of shared) of.uncount(key, at)
    }
    return {
      wasRight: () => {
        uncountShared()
        pairs.forget(pair)
        familiar.delete(pair) // so that it comes last
        familiar.set(pair, at)
        if (familiar.size > mostFamiliar) familiar.delete(familiar.keys().next().value!)
      },
      wasNone: () => {
        uncountShared()
        pairs.uncount(pair, at)
      },
    }
  }
}

const familiarSeconds = 30 * 86_400
const mostFamiliar = 10_000

function later(seconds: number): ServerError {
  const detail = `Passwords were wrong several times. Try again in ${seconds} s.`
  return new ServerError('SIGN_IN_LATER', detail, { retryAfterSeconds: seconds })
}
