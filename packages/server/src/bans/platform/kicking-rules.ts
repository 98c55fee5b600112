import type { Meter, PlatformOp } from '../../observe/meter.ts'
import { callPlatform, type PlatformAccess, PlatformError } from './call-platform.ts'

/** A rule as it is asked for: one user, one channel, or one user of one channel. */
export interface Rule {
  readonly appId: string
  readonly uid?: number | undefined
  readonly channel?: string | undefined
}

interface RuleFound {
  readonly id: number
  /** Unix seconds, by the platform's clock; absent when it does not say */
  readonly endsAt: number | undefined
}

/** Rules that the platform keeps: whom one names is put out, and kept from joining. */
export interface KickingRules {
  /** @param seconds - the platform puts it between 10 and 86,430. @throws PlatformError */
  readonly add: (rule: Rule, seconds: number) => Promise<number>
  /** Those that are in force and name the same. @throws PlatformError */
  readonly find: (rule: Rule) => Promise<readonly RuleFound[]>
  /** One that is gone already is gone. @throws PlatformError */
  readonly remove: (appId: string, id: number) => Promise<void>
}

const path = '/dev/v1/kicking-rule'
const privileges = ['join_channel']
const methods = { add: 'POST', find: 'GET', remove: 'DELETE' } as const

/**
 * The platform's REST for rules.
 *
 * @param turn - resolves when the next call may be made
 * @param onAnswer - counts what comes back
 */
export function kickingRules(
  access: PlatformAccess,
  turn: () => Promise<void>,
  onAnswer?: Meter['platformAnswered'],
): KickingRules {
  const call = async (op: PlatformOp, where: string, body?: object) => {
    await turn()
    const asked = { method: methods[op], path: where, body }
    return await callPlatform(access, asked, (status) => onAnswer?.(op, status))
  }
  return {
    add: async ({ appId: appid, uid, channel: cname }, seconds) => {
      const body = { appid, cname, uid, time_in_seconds: seconds, privileges }
      const { id } = (await call('add', path, body)) as { readonly id?: unknown }
      if (Number.isSafeInteger(id)) return id as number
      throw new PlatformError('an answer without an id', { again: true })
    },
    find: async (rule) => {
      const answer = await call('find', `${path}?appid=${encodeURIComponent(rule.appId)}`)
      const { rules } = answer as { readonly rules?: readonly RuleThere[] }
      if (!Array.isArray(rules)) throw new PlatformError('an answer without rules', { again: true })
      return rules
        .filter((one) => isSame(one, rule))
        .map(({ id, ts }) => ({ id, endsAt: endOf(ts) }))
    },
    remove: async (appid, id) => {
      try {
        await call('remove', path, { appid, id })
      } catch (error) {
        if (!(error instanceof PlatformError) || error.status !== 404) throw error
      }
    },
  }
}

/** What an answer has of a rule; absent names come as null, and were seen as 0 and as empty. */
interface RuleThere {
  readonly id: number
  readonly uid?: number | string | null
  readonly cname?: string | null
  readonly ip?: string | null
  /** when it ends, ISO 8601 */
  readonly ts?: unknown
  readonly privileges?: readonly string[]
}

function endOf(ts: unknown): number | undefined {
  const ms = typeof ts === 'string' ? Date.parse(ts) : Number.NaN
  return Number.isNaN(ms) ? undefined : Math.floor(ms / 1000)
}

function isSame(there: RuleThere, { uid, channel }: Rule): boolean {
  const joins = there.privileges?.includes('join_channel') ?? false
  const sameUser = String(there.uid || '') === String(uid ?? '')
  return joins && sameUser && (there.cname || '') === (channel ?? '') && !there.ip
}
