import { type Reading, serverTime } from './clock-offset.ts'
import type { Environment, Tabs } from './environment.ts'
import { TokenSourceError } from './errors.ts'
import type { Obtained } from './fetch-token.ts'
import type { ClientToken } from './types.ts'

/** What tabs tell one another. */
export type Told =
  | { readonly ask: true }
  /** `ahead`: seconds by which the server's clock is ahead of the device's */
  | TokenTold
  | { readonly failure: FailureTold }

interface TokenTold {
  readonly token: ClientToken
  readonly ahead: number
}

type FailureTold = Pick<TokenSourceError, 'code' | 'message' | 'retryAfterSeconds'>

/** How long other tabs have to answer. */
const answerSeconds = 0.05
/** How long is waited for another tab's attempt; longer than it may take, so only a tab that hangs is overtaken. */
const patienceSeconds = 30

/** One source's place among the tabs of its origin. Alone where there are none. */
export interface Sharing {
  /** Runs `work` when no other tab is at it, and after the others could say what they know. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
  readonly tell: (told: Told) => void
  readonly close: () => void
}

/** @param name - equal for those who may use each other's tokens; none for a source that keeps to itself */
export function share(
  environment: Environment,
  name: string | undefined,
  hear: (told: Told) => void,
): Sharing {
  const { tabs } = environment
  const alone: Sharing = { inTurn: (work) => work(), tell: () => undefined, close: () => undefined }
  if (tabs === undefined || name === undefined) return alone
  const line = quietly(() => tabs.open(name, (message) => isTold(message) && hear(message)))
  if (line === undefined) return alone
  const tell = (told: Told) => void quietly(() => line.say(told))
  return {
    inTurn: (work) =>
      locked(environment, { tabs, name }, async () => {
        tell({ ask: true })
        await new Promise<void>((resolve) => environment.after(answerSeconds, resolve))
        return work()
      }),
    tell,
    close: () => void quietly(() => line.close()),
  }
}

/** Without the lock when the browser does not give it, or another tab never lets it go. */
async function locked<T>(
  { after }: Environment,
  { tabs, name }: { readonly tabs: Tabs; readonly name: string },
  work: () => Promise<T>,
): Promise<T> {
  const waiting = new AbortController()
  const cancel = after(patienceSeconds, () => waiting.abort())
  let begun = false
  const begin = () => {
    begun = true
    cancel()
    return work()
  }
  try {
    return await tabs.lock(name, begin, waiting.signal)
  } catch (error) {
    if (begun) throw error
    return begin()
  }
}

/** @param reading - of now */
export function toldOf(reading: Reading, { token, anchor }: Obtained): Told {
  return { token, ahead: serverTime(anchor, reading) - reading.wall }
}

/** @param reading - of now */
export function obtainedOf(reading: Reading, { token, ahead }: TokenTold): Obtained {
  return { token, anchor: { serverAt: reading.wall + ahead, reading } }
}

export function toldOfFailure({ code, message, retryAfterSeconds }: TokenSourceError): Told {
  return { failure: { code, message, retryAfterSeconds } }
}

/** The error of another tab's attempt. */
export function errorOf(failure: FailureTold): TokenSourceError {
  return new TokenSourceError(failure.code, failure.message, failure)
}

function isTold(message: unknown): message is Told {
  const { ask, token, failure } = Object(message)
  return ask === true || token?.expiresAt > 0 || typeof failure?.code === 'string'
}

/** Sharing is a saving: where the browser forbids it (a sandboxed frame, private mode), each tab asks for itself. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
