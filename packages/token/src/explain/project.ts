import { isHexId } from '../v007/layout.ts'
import { type Case, type Finding, found, type Signer } from './finding.ts'
import { sample } from './sample.ts'
import { keyringOf } from './signer.ts'
import type { Situation } from './situation.ts'
import type { CauseCode } from './texts.ts'
import { phrases } from './texts.ts'

/** What is wrong before any token is looked at: App ID and state of the project. */
export function* projectState({ appId, project = {} }: Situation): Iterable<Finding> {
  if (appId !== undefined && !isHexId(appId))
    yield found('APP_ID_MALFORMED', 'proved', { join: appId })
  if (project.known === false) yield found('APP_ID_UNKNOWN', 'likely', { join: appId ?? '' })
  if (project.enabled === false) yield found('PROJECT_DISABLED', 'likely')
}

/** Whether the token is of the project that is joined. */
export function* appIds({ situation, claims }: Case): Iterable<Finding> {
  const { appId: join, otherProjects = [] } = situation
  const token = claims.appId
  if (!isHexId(token)) yield found('APP_ID_IN_TOKEN', 'proved', { token })
  else if (join !== undefined && join !== token) {
    const name = otherProjects.find(({ appId }) => appId === token)?.name
    const sameButCase = join.toLowerCase() === token.toLowerCase()
    yield found(sameButCase ? 'APP_ID_CASE' : 'APP_ID_MISMATCH', 'proved', { token, join, name })
  }
}

const ofSigner: { readonly [by in Signer['by']]?: CauseCode } = {
  disabled: 'SIGNED_BY_DISABLED_CERTIFICATE',
  retired: 'SIGNED_BY_RETIRED_CERTIFICATE',
  otherProject: 'SIGNED_BY_OTHER_PROJECT',
  altered: 'SIGNED_BY_ALTERED_CERTIFICATE',
  sample: 'SIGNED_BY_SAMPLE_CERTIFICATE',
  noSecret: 'SIGNED_BY_NO_SECRET',
}

/** Who signed. A certificate that was given in a wrong form is the first suspect. */
export function* signature({
  situation,
  claims,
  signer,
  signatureChecked,
}: Case): Iterable<Finding> {
  const own = keyringOf(situation)
  const code = signer && ofSigner[signer.by]
  if (signer && code === undefined) return
  if (own !== undefined && !isHexId(own.primary)) yield found('CERTIFICATE_MALFORMED', 'proved')
  else if (own?.primary === claims.appId) yield found('CERTIFICATE_IS_APP_ID', 'proved')
  if (signer && code) yield found(code, 'proved', { value: named(signer) })
  else if (own !== undefined && signatureChecked) yield found('SIGNATURE_MISMATCH', 'likely')
  else yield found('SIGNATURE_UNPROVEN', 'hint')
  if (claims.appId.toLowerCase() === sample.appId.toLowerCase())
    yield found('SAMPLE_CREDENTIALS', 'likely')
}

function named({ by, name = '' }: Signer): string {
  return by === 'otherProject' ? name : (phrases[name as keyof typeof phrases] ?? name)
}
