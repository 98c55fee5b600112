import type { InspectedClaims, ServiceType, Warning } from '../claims.ts'
import type { Certainty, Finding, Signer, Values } from './finding.ts'
import { type Outcome, type OutcomeName, outcomes } from './outcomes.ts'
import type { Situation } from './situation.ts'
import { type CauseCode, causeTexts, filled, summaries } from './texts.ts'
import type { Moment } from './timeline.ts'

/** One reason, in words. */
export interface Cause {
  readonly code: CauseCode
  readonly certainty: Certainty
  /** lower-case clause for people; no whole token, no certificate */
  readonly message: string
  readonly fix: string
  /** how the platform answers; absent when this refuses nothing by itself */
  readonly outcome?: OutcomeName
  /** the two values that differ, where two were compared */
  readonly compared?: { readonly token: string | number; readonly join: string | number }
}

/** Why a token is, or would be, refused in a situation. */
export interface Explanation {
  /** true only when everything the platform checks was checked and fits */
  readonly accepted: boolean
  /** whether a known certificate made the signature; if not, `claims` is hearsay */
  readonly proven: boolean
  /** `unproven`: nothing speaks against it, but its signature could not be checked */
  readonly verdict: 'accepted' | 'refused' | 'unproven'
  /** the verdict and the first cause in one line */
  readonly summary: string
  readonly signedBy?: Signer['by']
  /** first the reasons that refuse, in the order in which to look for them; then what else was noticed */
  readonly causes: readonly Cause[]
  /** empty when the text is no readable 006 or 007 token */
  readonly timeline: readonly Moment[]
  /** how the platform and the SDKs answer to the first cause */
  readonly outcome?: { readonly name: OutcomeName } & Outcome
  /** what stands in the token */
  readonly claims?: InspectedClaims
  readonly warnings: readonly Warning[]
  /** what was not given, so not checked */
  readonly unchecked: readonly ('signature' | 'appId' | 'channel' | 'uid')[]
}

/** What the spine found out. */
export interface Verdict {
  readonly findings: readonly Finding[]
  readonly wanted: ServiceType | undefined
  readonly sound: boolean
  readonly signer: Signer | undefined
  readonly claims: InspectedClaims | undefined
  readonly timeline: readonly Moment[]
  readonly warnings: readonly Warning[]
  readonly unchecked: Explanation['unchecked']
}

const provers: readonly (Signer['by'] | undefined)[] = [
  'primary',
  'secondary',
  'disabled',
  'retired',
  'otherProject',
]

/** How the platform answers to a finding; undefined when it goes on. */
export function outcomeOf(
  { code }: Finding,
  wanted: ServiceType | undefined,
): OutcomeName | undefined {
  if (wanted === 'rtm' || wanted === 'rtm2') {
    if (code === 'APP_ID_MISMATCH') return 'INCONSISTENT_APP_ID'
    if (code === 'RTC_TOKEN_FOR_RTM' || code === 'SERVICE_MISSING') return 'NO_RTM_PRIVILEGE'
  }
  return causeTexts[code].outcome
}

/** Whether the finding refuses, and is not only worth a look. */
export function refuses(finding: Finding, wanted: ServiceType | undefined): boolean {
  return finding.certainty !== 'hint' && outcomeOf(finding, wanted) !== undefined
}

/** Ranks and words the findings, and gives the verdict. */
export function report(verdict: Verdict): Explanation {
  const { findings, wanted, sound, signer, claims, timeline, warnings, unchecked } = verdict
  const against = findings.filter((finding) => refuses(finding, wanted))
  const noticed = findings.filter((finding) => !refuses(finding, wanted))
  const causes = [...against, ...noticed].map((finding) =>
    worded(finding, outcomeOf(finding, wanted)),
  )
  const word = against.length > 0 ? 'refused' : sound ? 'accepted' : 'unproven'
  const proven = provers.includes(signer?.by)
  const first = against[0] && outcomeOf(against[0], wanted)
  return {
    accepted: word === 'accepted',
    proven,
    verdict: word,
    summary: summary({ word, proven, causes, token: claims !== undefined }),
    causes,
    timeline,
    warnings,
    unchecked,
    ...(signer && { signedBy: signer.by }),
    ...(first && { outcome: { name: first, ...outcomes[first] } }),
    ...(claims && { claims }),
  }
}

function summary({ word, proven, causes, token }: Line): string {
  const cause = causes[0]
  if (word === 'accepted') return token ? summaries.accepted : summaries.acceptedByAppId
  if (word === 'unproven' && (token || cause === undefined)) return summaries.unproven
  const text = word === 'unproven' ? 'unknown' : token && !proven ? 'refusedUnproven' : 'refused'
  return filled(summaries[text], { cause: cause?.message })
}

interface Line {
  readonly word: Explanation['verdict']
  readonly proven: boolean
  readonly causes: readonly Cause[]
  /** whether there was a readable token at all */
  readonly token: boolean
}

function worded({ code, certainty, values }: Finding, outcome: OutcomeName | undefined): Cause {
  const { message, fix } = causeTexts[code]
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, show(name, value)]),
  )
  const { token, join } = values
  return {
    code,
    certainty,
    message: filled(message, shown),
    fix: filled(fix, shown),
    ...(outcome && { outcome }),
    ...(token !== undefined &&
      join !== undefined && { compared: { token: cut(token), join: cut(join) } }),
  }
}

const quoted = ['token', 'join', 'guess']
/** Characters that do not show, or that turn the writing direction of a terminal. */
const unseen = /[\p{Cf}\p{Zl}\p{Zp}\u00a0]/gu

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`
}

/** Texts quoted, so that blanks show; spans in the largest units that fit. */
function show(name: string, value: Values[string]): string | undefined {
  if (value === undefined) return undefined
  if (name === 'seconds') return span(Number(value))
  if (typeof value === 'number') return `${value}`
  const short = cut(value)
  if (quoted.includes(name)) return JSON.stringify(short).replace(unseen, escaped)
  return short.replace(/\p{Cc}/gu, ' ').replace(unseen, escaped)
}

function cut<T extends string | number>(value: T): T | string {
  return typeof value === 'string' && value.length > 100 ? `${value.slice(0, 99)}\u2026` : value
}

function span(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const
  const told = parts.filter(([count]) => count > 0).slice(0, 2)
  return told.map(([count, unit]) => `${count} ${unit}`).join(' ') || '0 s'
}

/** The certificates that must not show, wherever a careless caller put them. */
export function secretsOf({
  certificate,
  keyring,
  otherProjects = [],
}: Situation): (string | undefined)[] {
  const { primary, secondary, retired = [] } = keyring ?? { primary: undefined }
  const second = typeof secondary === 'string' ? secondary : secondary?.certificate
  return [
    certificate,
    primary,
    second,
    ...retired,
    ...otherProjects.flatMap(({ certificates }) => certificates),
  ]
}

/** Channel Keys too */
const tokenLike = /00[3-7][A-Za-z0-9+/=]{60,}/g

/** Hexadecimal digits, as certificates are, mean the same in either case. */
function without(text: string, secret: string, name: string): string {
  if (!/^[0-9a-f]{16,64}$/i.test(secret)) return text.replaceAll(secret, name)
  return text.replace(new RegExp(secret, 'gi'), name)
}

/**
 * A copy in which no text holds a certificate or a token: one passed as App ID or channel would end
 * up in messages and claims.
 */
export function redacted<T>(
  value: T,
  {
    certificates,
    tokens,
  }: { readonly certificates: readonly (string | undefined)[]; readonly tokens: readonly string[] },
): T {
  const hide = (text: string, secrets: readonly (string | undefined)[], name: string): string =>
    secrets.reduce<string>(
      (rest, secret) => (secret && secret.length >= 16 ? without(rest, secret, name) : rest),
      text,
    )
  const clean = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const text = hide(hide(part, tokens, '[token]'), certificates, '[certificate]')
      return text.replace(tokenLike, '[token]')
    }
    if (Array.isArray(part)) return part.map(clean)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, clean(inner)]))
  }
  return clean(value) as T
}
