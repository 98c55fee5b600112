import type { Claims007, InspectedClaims006, ServiceType } from './claims.ts'
import { isTokenError } from './errors.ts'
import { channel, channelName } from './explain/channel.ts'
import { reportedError } from './explain/error.ts'
import { type Case, type Finding, found } from './explain/finding.ts'
import { identity, uidForm } from './explain/identity.ts'
import { type Key, readKey } from './explain/key.ts'
import { life } from './explain/life.ts'
import { misplaced } from './explain/misplaced.ts'
import { appIds, projectState, signature } from './explain/project.ts'
import {
  type Explanation,
  outcomeOf,
  redacted,
  refuses,
  report,
  secretsOf,
} from './explain/report.ts'
import { roles } from './explain/roles.ts'
import { sdkAge } from './explain/sdk.ts'
import { hasService, service } from './explain/service.ts'
import { admission, outlook, renewal } from './explain/session.ts'
import { findSigner, keyringOf } from './explain/signer.ts'
import type { Situation } from './explain/situation.ts'
import {
  candidates006,
  joinUserText,
  subject006,
  subject007,
  wantedService,
} from './explain/subject.ts'
import { timelineOf } from './explain/timeline.ts'
import { verify } from './verify.ts'

export type { Certainty } from './explain/finding.ts'
export type { Outcome, OutcomeName } from './explain/outcomes.ts'
export type { Cause, Explanation } from './explain/report.ts'
export type * from './explain/situation.ts'
export { type CauseCode, type CauseText, causeCodes, causeTexts } from './explain/texts.ts'
export type { Moment } from './explain/timeline.ts'

/**
 * Why a token is refused in a situation, or that it is not. Every cause that shows is reported, the
 * first to look at first; `proved` is said only of what a signature, a checksum or the bytes show.
 * Accepted means: `verify` accepts the token for the same facts, and no fact of the project, the SDK
 * or the session speaks against it.
 *
 * Pure and bounded. Never throws, whatever `token` is: what is no token at all is a cause too.
 *
 * @param token - what was passed as token; `null` for a join with the App ID alone
 */
export function explain(token: unknown, given: Situation): Explanation {
  const situation = withAccount(given)
  const key = readKey(token, situation)
  const c = caseOf(key, situation)
  const wanted = wantedService(situation)
  const findings = [...misplaced(situation), ...key.findings, ...examine(key, situation, c)]
  const sound = isSound(key, situation)
  const unchecked = uncheckedOf(key, situation, c)
  const against = findings.filter((finding) => refuses(finding, wanted))
  const outcomes = against.flatMap((finding) => outcomeOf(finding, wanted) ?? [])
  findings.push(...reportedError(situation, { outcomes, unchecked: unchecked.length > 0 }))
  const { inspection } = key
  const explanation = report({
    findings: unique(findings),
    wanted,
    sound,
    signer: c?.signer,
    claims: inspection?.claims,
    timeline: c ? timelineOf(c.claims, situation.now) : [],
    warnings: inspection?.warnings ?? [],
    unchecked,
  })
  const tokens = typeof token === 'string' && key.text ? [token.trim(), key.text] : []
  return redacted(explanation, { certificates: secretsOf(situation), tokens })
}

/** A uid that is text is an account, as it is to `join` of the Web SDK. */
function withAccount(situation: Situation): Situation {
  const uid: unknown = situation.uid
  if (typeof uid !== 'string') return situation
  return { ...situation, uid: undefined, account: situation.account ?? uid }
}

/** All families of causes, in the order of diagnosis. */
function* examine(key: Key, situation: Situation, c: Case | undefined): Iterable<Finding> {
  const { project } = situation
  if (key.kind !== 'none' && project?.certificateEnabled === false)
    yield found('PROJECT_WITHOUT_CERTIFICATE', 'likely')
  if (c) {
    const repairedFor = c.signer ? 'proved' : 'likely'
    for (const code of key.undone ?? []) yield found(code, repairedFor)
    yield* sdkAge(situation, c.claims.version)
  }
  yield* projectState(situation)
  if (c) {
    yield* appIds(c)
    yield* service(c)
    yield* signature(c)
  }
  yield* channelName(situation)
  if (c) yield* channel(c)
  yield* uidForm(situation)
  if (c) {
    yield* identity(c)
    yield* life(c)
    yield* roles(c)
    yield* renewal(c)
  }
  yield* admission(situation)
  if (c) yield* outlook(c)
}

/** Gathers what the families look at: the claims, who signed, and for whom. */
function caseOf({ kind, text: token, inspection }: Key, situation: Situation): Case | undefined {
  if (kind !== 'token') return undefined
  const claims = inspection!.claims as Claims007 | InspectedClaims006
  const wanted = wantedService(situation)
  const type: ServiceType = wanted ?? 'rtc'
  const asked = { type, channel: situation.channel, user: joinUserText(situation) }
  const candidates = claims.version === '006' ? candidates006(claims, asked, situation) : undefined
  const signed = findSigner(token, claims, { situation, candidates })
  const there = wanted !== undefined && hasService({ claims, wanted })
  const subject =
    claims.version === '007'
      ? subject007(claims, asked)
      : subject006(candidates!, asked, signed?.bind)
  const tried =
    candidates === undefined || (candidates.channels.length > 0 && candidates.users.length > 0)
  return {
    situation,
    token,
    claims,
    wanted,
    subject: there ? subject : undefined,
    signer: signed?.signer,
    signatureChecked: keyringOf(situation) !== undefined && tried,
  }
}

/** Asks `verify`, which has the last word on a token; a join without one is the project's affair. */
function isSound({ kind, text, undone = [] }: Key, situation: Situation): boolean {
  const { now, appId, channel, account, service, limits, futureSkewSeconds, project } = situation
  if (kind === 'none') return project?.appIdOnly === true || project?.certificateEnabled === false
  const keyring = keyringOf(situation)
  if (text === '' || undone.length > 0 || keyring === undefined) return false
  const uid = situation.uid ?? (situation.uid === null ? 0 : undefined)
  const given = { appId, channel, account, uid, service, limits, futureSkewSeconds }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  try {
    verify(text, { keyring, now, ...known })
    return true
  } catch (error) {
    // the others say that the situation is too poor, or the uid too odd, to ask
    if (isTokenError(error) || error instanceof TypeError || error instanceof RangeError)
      return false
    throw error
  }
}

function uncheckedOf(
  key: Key,
  situation: Situation,
  c: Case | undefined,
): Explanation['unchecked'] {
  if (key.kind === 'none') return []
  const { appId, channel } = situation
  const rtc = wantedService(situation) === 'rtc'
  return [
    ...(c && !c.signatureChecked && c.signer === undefined ? (['signature'] as const) : []),
    ...(appId === undefined ? (['appId'] as const) : []),
    ...(channel === undefined && rtc ? (['channel'] as const) : []),
    ...(joinUserText(situation) === undefined ? (['uid'] as const) : []),
  ]
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ code }) => !seen.has(code) && seen.add(code))
}
