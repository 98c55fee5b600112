import { type Authenticate, answerEveryone, requireKey } from './caller/authenticate.ts'
import { knowCallers } from './caller/know-callers.ts'
import { slowGuessing } from './caller/slow-guessing.ts'
import type { Clocks } from './clocks.ts'
import type { Access } from './config/access.ts'
import type { Settings } from './config/settings.ts'
import { type IssueSteps, issueToken } from './issue.ts'
import { limitIssue } from './limiter/limit-issue.ts'
import type { MemoryLimits } from './limiter/limits.ts'
import { mintGrant } from './mint/mint-grant.ts'
import { faultFields } from './observe/fault-fields.ts'
import type { Log } from './observe/log.ts'
import { meteredSteps } from './observe/metered-steps.ts'
import type { Metrics } from './observe/prometheus.ts'
import type { OpenedProjects } from './open-projects.ts'
import { decide } from './policy/decide.ts'
import { recordGrant } from './record/record.ts'
import { recordInLedger } from './record/record-in-ledger.ts'

/** What the steps are chosen by. */
export interface StepParts
  extends Clocks,
    Pick<OpenedProjects, 'projects' | 'recertify' | 'store' | 'keys' | 'bans' | 'issuers'> {
  readonly metrics: Metrics | undefined
  readonly settings: Settings
  readonly access: Access
  /** that of the settings, or the one that was made */
  readonly key: string | undefined
  readonly log: Log
}

/** The steps of the spine, and how what they go by is exchanged while they run. */
export function chooseSteps(parts: StepParts, limiters: MemoryLimits) {
  const { settings, access, projects, bans, log, metrics, systemNow, tokenNow } = parts
  let known = authenticating(parts)
  const asNow: Authenticate = (credentials, scope, at) => known(credentials, scope, at)
  const authenticate = againstGuessing(asNow, limiters, log)
  const { close, ...records } = recording(parts)
  const policyFacts = { projects, bans, maxTokenSeconds: settings.maxTokenSeconds }
  const steps: IssueSteps = {
    authenticate,
    limit: limitIssue({ limiters, projects }),
    decide: decide(policyFacts),
    mint: mintGrant(projects),
    ...records,
    systemNow,
    tokenNow,
  }
  const issue = issueToken(metrics ? meteredSteps(steps, metrics, projects) : steps)
  const apply = ({ apiKey, maxTokenSeconds, certificate, secondaryCertificate }: Settings) => {
    known = authenticating({ ...parts, key: access.caller === 'make key' ? parts.key : apiKey })
    policyFacts.maxTokenSeconds = maxTokenSeconds
    if (certificate !== undefined) parts.recertify?.({ certificate, secondaryCertificate })
  }
  return { authenticate, issue, apply, close }
}

function authenticating({ keys, issuers, key, access }: StepParts): Authenticate {
  if (keys !== undefined && issuers !== undefined) {
    const everyone = access.caller === 'anonymous'
    return knowCallers({ keys, issuers, operatorKey: key, everyone })
  }
  return key === undefined ? answerEveryone : requireKey(key)
}

/** Keys are tried from every address only so often, where that is limited. */
function againstGuessing(
  authenticate: Authenticate,
  { failures }: MemoryLimits,
  log: Log,
): Authenticate {
  if (failures === undefined) return authenticate
  const onBlocked = (ip: string) =>
    log.warn(
      { ip },
      'too many wrong keys from one address: for a while none is looked at (if this is a proxy of yours, name it in SYMBOLON_TRUST_PROXY)',
    )
  return slowGuessing(authenticate, { failures, onBlocked })
}

type Recording = Pick<IssueSteps, 'record' | 'recordRefusal'> & {
  readonly close: () => Promise<void>
}

/** Into the log; where there is a database, there first. */
function recording({ store, projects, log, systemNow: now }: StepParts): Recording {
  const intoLog = recordGrant(log)
  if (store === undefined) return { record: intoLog, close: async () => {} }
  const onFault = (error: unknown) => log.error(faultFields(error), 'grants cannot be recorded')
  const ledger = recordInLedger({ store, projects, onFault, now })
  const record: IssueSteps['record'] = (entry) => {
    const recorded = ledger.record(entry)
    if (recorded === undefined) return intoLog(entry)
    return recorded.then(() => intoLog(entry))
  }
  return { ...ledger, record }
}
