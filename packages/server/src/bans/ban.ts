/** Whom a ban keeps out: a subject, everywhere or in one channel; or everyone, from one channel. */
export interface BanTarget {
  /** as a token has it: the decimal digits of a uid, an account, or a user id of messaging */
  readonly subject?: string | undefined
  /** whether `subject` was named as a number: the platform's own rules know no other */
  readonly numeric?: boolean | undefined
  readonly channel?: string | undefined
}

/**
 * How far the platform is. `queued`: a rule is to be made there. `applied`: it is there. `lifting`: it is to be taken away
 * again. `lifted`: it is gone, or never was. `failed`: the platform does not take it. `impossible`: the platform has no such
 * rule.
 */
export type PlatformState = 'queued' | 'applied' | 'lifting' | 'lifted' | 'failed' | 'impossible'

export interface PlatformSide {
  readonly state: PlatformState
  /** what the platform calls the rule */
  readonly ruleId?: number | undefined
  /** how often it was tried */
  readonly attempts: number
  /** Unix seconds, by the system's clock; not before */
  readonly nextAt: number
  /** what went wrong last, at most 200 characters */
  readonly lastError?: string | undefined
}

/** Somebody who is kept out until an instant: gets no token here, and is put out there. */
export interface Ban extends BanTarget {
  readonly id: string
  readonly appId: string
  /** at most 255 characters */
  readonly reason?: string | undefined
  /** who said so */
  readonly by: string
  /** Unix seconds, as all that follow */
  readonly createdAt: number
  /** from then on it is over */
  readonly until: number
  /** no `--for` was said: it lasts until the last token has ended that lets them in */
  readonly outlives?: true | undefined
  readonly liftedAt?: number | undefined
  readonly liftedBy?: string | undefined
  readonly platform: PlatformSide
}

/** Whether it counts at `at`. */
export function stands({ until, liftedAt }: Ban, at: number): boolean {
  return liftedAt === undefined && at < until
}

/** How long at least, unless it is said how long: as long as a rule of the platform that names no end. */
export const leastSeconds = 3600

/** What may be said: from the platform's own least, to ten years. */
export const spanBounds = { least: 10, most: 3650 * 86_400 } as const

/** It lasts longer; a rule of the platform that ends before is made again. What was said for how long stays so. */
export function extend(ban: Ban, until: number, at: number): Ban {
  if (!ban.outlives || until <= ban.until || !stands(ban, at)) return ban
  const { platform } = ban
  const again = platform.state === 'applied' ? { ...platform, state: 'queued' as const } : platform
  return { ...ban, until, platform: again }
}

/** A ban that is over or lifted stays as it is. */
export function lift(ban: Ban, { by, at }: { readonly by: string; readonly at: number }): Ban {
  if (!stands(ban, at)) return ban
  return { ...ban, liftedAt: at, liftedBy: by, platform: liftingSide(ban.platform) }
}

function liftingSide(side: PlatformSide): PlatformSide {
  const { state, attempts } = side
  if (state === 'applied' || (state === 'queued' && attempts > 0)) {
    return { state: 'lifting', ruleId: side.ruleId, attempts: 0, nextAt: 0 } // what was tried may have come about
  }
  return state === 'queued' ? { ...side, state: 'lifted' } : side
}
