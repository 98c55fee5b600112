import { randomUUID } from 'node:crypto'
import type { Note } from '../../audit/note.ts'
import type { Clocks } from '../../clocks.ts'
import { daySeconds } from '../../day.ts'
import type { KickOutcome, Meter } from '../../observe/meter.ts'
import { oneAfterAnother } from '../../one-after-another.ts'
import type { Store } from '../../store/store.ts'
import type { Ban } from '../ban.ts'
import { PlatformError } from './call-platform.ts'
import type { KickingRules, Rule } from './kicking-rules.ts'
import { begun, type Outcome, settled, waitSeconds } from './steps.ts'

type BanStore = Pick<Store, 'dueBans' | 'noteBan' | 'rulesOfOthers' | 'takeLease' | 'releaseLease'>

export interface Telling extends Clocks {
  readonly store: BanStore
  readonly rules: KickingRules
  /** projects of which kind it is told of: the vendor knows the linked ones alone */
  readonly ofLocal: boolean
  /** what went wrong with a ban, for the log; none of it is secret */
  readonly onFault: (about: { readonly ban?: string; readonly error: unknown }) => void
  /** counts what came of it */
  readonly onOutcome?: Meter['kicked'] | undefined
}

export interface Teller {
  /** Tells what is due; every second by itself. */
  readonly tell: () => Promise<void>
  /** The same, without being waited for. */
  readonly tellSoon: () => void
  /** Ends after the call that is being made. */
  readonly stop: () => Promise<void>
}

const everyMs = 1000
const atOnce = 50
const lease = 'platform'
/** longer than a call may take, so that whoever has it is done, or is no more, when another gets it */
const leaseSeconds = 30
/** longer than a rule of the platform can last: no token that was given before a ban lives any more */
const longestRule = daySeconds + 30
/** seconds by which the platform's clock may differ, and what was asked for may have waited */
const inaccuracy = 120

/**
 * Tells the platform of bans, in the background. The queue is the bans themselves, so it outlives this process. Of several
 * servers of one database the one that has the lease tells, so that rules are not made twice and calls are counted together.
 * For one user things are told in the order in which they were decided.
 */
export function tellPlatform(telling: Telling): Teller {
  const { store, systemNow, onFault } = telling
  const holder = randomUUID()
  let stopped = false
  let quietUntil = 0
  const tell = oneAfterAnother(async () => {
    while (!stopped && systemNow() >= quietUntil) {
      const due = await dueNow(telling)
      if (due.length === 0) return
      for (const ban of due) {
        const wish = { holder, at: systemNow(), seconds: leaseSeconds }
        if (stopped || !(await store.takeLease(lease, wish))) return
        const afterSeconds = await tellOf(ban, telling)
        if (afterSeconds === undefined) continue
        quietUntil = systemNow() + afterSeconds // it is down, or has enough: no use in asking for others
        break
      }
    }
  })
  const patiently = () => tell().catch((error: unknown) => onFault({ error }))
  const timer = setInterval(() => void patiently(), everyMs).unref()
  return {
    tell,
    tellSoon: () => void patiently(),
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await patiently()
      await store.releaseLease(lease, holder).catch((error: unknown) => onFault({ error }))
    },
  }
}

function dueNow({ store, ofLocal, systemNow, tokenNow }: Telling): Promise<readonly Ban[]> {
  return store.dueBans({ at: systemNow(), endsAfter: tokenNow(), ofLocal, limit: atOnce })
}

/** One step for one ban. @returns for how many seconds the platform is to be left alone, if it is */
async function tellOf(ban: Ban, telling: Telling): Promise<number | undefined> {
  const { store, systemNow, onFault, onOutcome } = telling
  const taken = await store.noteBan(ban.id, (one) => begun(one, systemNow()))
  if (taken === undefined) return undefined
  const outcome = await outcomeOf(taken, telling)
  const at = systemNow()
  await store.noteBan(
    ban.id,
    (one) => settled(one, outcome, at),
    (one) => notesOf(one, at),
  )
  if (outcome.is !== 'unavailable') onOutcome?.(counted[outcome.is], ban.appId)
  if (outcome.is === 'refused' || outcome.is === 'unavailable') {
    onFault({ ban: ban.id, error: outcome.error })
  }
  return outcome.is === 'unavailable' ? Math.min(outcome.afterSeconds, mostQuiet) : undefined
}

const mostQuiet = 300

const counted = {
  there: 'applied',
  gone: 'removed',
  refused: 'failed',
} as const satisfies Record<string, KickOutcome>

/** What came of it is written down, but not each time that it was tried. */
function notesOf({ id, appId, platform }: Ban, at: number): Note[] {
  const { state, ruleId, lastError } = platform
  if (state === 'queued' || state === 'lifting') return []
  const by = { kind: 'server', id: 'platform' } as const
  return [{ chain: appId, action: 'ban.platform', by, at, about: { id, state, ruleId, lastError } }]
}

async function outcomeOf(ban: Ban, telling: Telling): Promise<Outcome> {
  try {
    return await (ban.platform.state === 'lifting' ? takeAway(ban, telling) : make(ban, telling))
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    const { message, again, retryAfterSeconds = 0 } = error
    if (!again) return { is: 'refused', error: message }
    const own = waitSeconds(ban.platform.attempts)
    return { is: 'unavailable', error: message, afterSeconds: Math.max(own, retryAfterSeconds) }
  }
}

/** Whoever tried before may have been heard, though no answer came: so it is looked for first. */
async function make(ban: Ban, telling: Telling): Promise<Outcome> {
  const { rules, tokenNow } = telling
  const rule = ruleOf(ban)
  const seconds = Math.min(ban.until - tokenNow(), longestRule)
  if (ban.platform.attempts > 1) {
    const least = tokenNow() + seconds - inaccuracy
    const found = await ownRules(ban, telling)
    const known = found.find(({ endsAt }) => endsAt === undefined || endsAt >= least)
    if (known !== undefined) return { is: 'there', ruleId: known.id }
  }
  return { is: 'there', ruleId: await rules.add(rule, Math.max(seconds, 10)) }
}

async function takeAway(ban: Ban, telling: Telling): Promise<Outcome> {
  for (const { id } of await ownRules(ban, telling)) await telling.rules.remove(ban.appId, id)
  return { is: 'gone' }
}

/** What is there for it and for no other ban of the same. A rule whose making was not answered has no number here. */
async function ownRules(ban: Ban, { rules, store }: Telling) {
  const others = new Set(await store.rulesOfOthers(ban))
  return (await rules.find(ruleOf(ban))).filter(({ id }) => !others.has(id))
}

function ruleOf({ appId, subject, channel }: Ban): Rule {
  return { appId, uid: subject === undefined ? undefined : Number(subject), channel }
}
