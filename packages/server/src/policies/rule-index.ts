import { AffixTree } from './affix-tree.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { fixedEnd, fixedStart, type Pattern } from './pattern.ts'
import type { PolicyCaller, Wish } from './wish.ts'

type Visit = (rules: readonly CompiledRule[]) => void

/** Finds the few rules that may speak of a wish among the many that do not. */
export interface RuleIndex {
  /** Visits lists in which the rules stand as in the policy; a rule may be in several of them. */
  readonly find: (wish: Wish, caller: PolicyCaller, visit: Visit) => void
  /** the longest of the lists */
  readonly crowd: readonly CompiledRule[]
}

/** How a rule can be found: under a value of one of these. */
type Place = 'caller' | 'claim' | 'channel' | 'channel end' | 'subject' | 'subject end'

interface Key {
  readonly place: Place
  readonly text: string
  /** the whole name, not the beginning of one */
  readonly whole: boolean
}

/**
 * Files each rule where the fewest others are, so that rules which differ in anything that can be looked up are not read
 * one after another.
 *
 * @param touching - whether a wish for a pattern shall find also what lies within the pattern
 */
export function indexRules(rules: readonly CompiledRule[], touching: boolean): RuleIndex {
  const ways = rules.map(waysToFind)
  const crowds = new Map<string, number>()
  for (const key of ways.flat(2)) crowds.set(nameOf(key), (crowds.get(nameOf(key)) ?? 0) + 1)
  const files = new Files()
  for (const [nth, rule] of rules.entries()) files.add(rule, quietest(ways[nth]!, crowds))
  return {
    find: (wish, caller, visit) => files.find({ wish, caller, touching }, visit),
    crowd: files.crowd(),
  }
}

/** Each way is a list of keys: the rule has to be filed under all of them. */
function waysToFind({ callerIds, claims, channels, subjects }: CompiledRule): Key[][] {
  const ways: Key[][] = []
  if (callerIds) ways.push(callerIds.map((text) => ({ place: 'caller', text, whole: true })))
  for (const [name, value] of claims) {
    ways.push([{ place: 'claim', text: claimKey(name, value), whole: true }])
  }
  if (channels) ways.push(...waysOf(channels, 'channel'))
  if (subjects) ways.push(...waysOf(subjects, 'subject'))
  return ways
}

function waysOf(patterns: readonly Pattern[], place: 'channel' | 'subject'): Key[][] {
  const starts = patterns.map((pattern) => ({
    place,
    text: fixedStart(pattern),
    whole: pattern.glob?.literal === true,
  }))
  const ends = patterns.map((pattern) => ({
    place: `${place} end` as const,
    text: fixedEnd(pattern),
    whole: pattern.glob?.literal === true,
  }))
  return [starts, ends].filter((keys) => keys.every(({ text }) => text !== ''))
}

function quietest(ways: Key[][], crowds: ReadonlyMap<string, number>): readonly Key[] {
  let best: readonly Key[] = []
  let least = Number.POSITIVE_INFINITY
  for (const keys of ways) {
    const most = Math.max(...keys.map((key) => crowds.get(nameOf(key)) ?? 0))
    if (most >= least) continue
    best = keys
    least = most
  }
  return best
}

function nameOf({ place, text, whole }: Key): string {
  return `${place} ${whole} ${text}`
}

interface Query {
  readonly wish: Wish
  readonly caller: PolicyCaller
  readonly touching: boolean
}

class Files {
  private readonly rest: CompiledRule[] = []
  private longest: readonly CompiledRule[] = this.rest
  private readonly callers = new Map<string, CompiledRule[]>()
  private readonly claims = new Map<string, CompiledRule[]>()
  private readonly names = {
    channel: new AffixTree<CompiledRule>('start'),
    'channel end': new AffixTree<CompiledRule>('end'),
    subject: new AffixTree<CompiledRule>('start'),
    'subject end': new AffixTree<CompiledRule>('end'),
  }
  private readonly used = new Set<Place>()

  add(rule: CompiledRule, keys: readonly Key[]): void {
    if (keys.length === 0) this.rest.push(rule)
    for (const key of keys) {
      const filed = this.listAt(key)
      if (filed.at(-1) !== rule) filed.push(rule)
      if (filed.length > this.longest.length) this.longest = filed
    }
  }

  crowd(): readonly CompiledRule[] {
    return this.longest
  }

  private listAt({ place, text, whole }: Key): CompiledRule[] {
    this.used.add(place)
    if (place === 'caller') return listAt(this.callers, text)
    return place === 'claim' ? listAt(this.claims, text) : this.names[place].at(text, whole)
  }

  find({ wish, caller, touching }: Query, visit: Visit): void {
    if (this.rest.length > 0) visit(this.rest)
    if (this.used.has('caller')) visit(this.callers.get(caller.id) ?? [])
    if (this.used.has('claim')) this.findClaims(caller, visit)
    for (const channel of wish.channels) this.findName('channel', channel, { touching, visit })
    if (wish.subject !== undefined) this.findName('subject', wish.subject, { touching, visit })
  }

  private findClaims({ claims = {} }: PolicyCaller, visit: Visit): void {
    for (const [name, claim] of Object.entries(claims)) {
      for (const value of Array.isArray(claim) ? claim : [claim]) {
        visit(this.claims.get(claimKey(name, value)) ?? [])
      }
    }
  }

  private findName(
    place: 'channel' | 'subject',
    asked: string,
    { touching, visit }: { readonly touching: boolean; readonly visit: Visit },
  ): void {
    const star = touching ? asked.indexOf('*') : -1
    const end = `${place} end` as const
    if (this.used.has(place)) {
      if (star < 0) this.names[place].find(asked, visit)
      else this.names[place].findAny(asked.slice(0, star), visit)
    }
    if (this.used.has(end)) {
      if (star < 0) this.names[end].find(asked, visit)
      else this.names[end].findAny(asked.slice(asked.lastIndexOf('*') + 1), visit)
    }
  }
}

function listAt(files: Map<string, CompiledRule[]>, key: string): CompiledRule[] {
  let filed = files.get(key)
  if (filed === undefined) {
    filed = []
    files.set(key, filed)
  }
  return filed
}

function claimKey(name: string, value: unknown): string {
  return `${name}=${JSON.stringify(value)}`
}
