import type { Claims007, InspectedClaims006 } from '../claims.ts'
import { signatureMatches } from '../signature-matches.ts'
import { isHexId } from '../v007/layout.ts'
import type { Signer } from './finding.ts'
import { stripped } from './near.ts'
import { sample } from './sample.ts'
import type { Situation } from './situation.ts'
import type { Candidates006 } from './subject.ts'

export interface Bind {
  readonly channel: string
  readonly uid: string
}

const mostTries = 200

/** The enabled certificates of the project, in the form `verify` takes; undefined when none is known. */
export function keyringOf({
  certificate,
  keyring,
}: Situation): { primary: string; secondary?: string } | undefined {
  if (keyring === undefined) return certificate === undefined ? undefined : { primary: certificate }
  const { primary, secondary } = keyring
  if (typeof secondary === 'string') return { primary, secondary }
  return secondary?.enabled ? { primary, secondary: secondary.certificate } : { primary }
}

/** Tries every certificate there is, the project's own first. For 006 with each channel and uid that its checksums allow. */
export function findSigner(
  token: string,
  claims: Claims007 | InspectedClaims006,
  {
    situation,
    candidates,
  }: { readonly situation: Situation; readonly candidates: Candidates006 | undefined },
): { readonly signer: Signer; readonly bind?: Bind } | undefined {
  const { limits } = situation
  const binds: readonly (Bind | undefined)[] =
    candidates === undefined
      ? [undefined]
      : candidates.channels.flatMap((channel) => candidates.users.map((uid) => ({ channel, uid })))
  if (!isHexId(claims.appId)) return undefined // what follows it may not even be text
  let tries = 0
  for (const signer of signers(situation, claims)) {
    for (const bind of binds) {
      if (tries++ === mostTries) return undefined
      const { channel = '', uid = '' } = bind ?? {}
      if (!signatureMatches(token, signer.certificate, { channel, uid, ...(limits && { limits }) }))
        continue
      return bind === undefined ? { signer } : { signer, bind }
    }
  }
  return undefined
}

function* signers(
  situation: Situation,
  { appId, version }: Claims007 | InspectedClaims006,
): Iterable<Signer> {
  const { keyring, otherProjects = [] } = situation
  const own = keyringOf(situation)
  const disabled = typeof keyring?.secondary === 'object' ? keyring.secondary : undefined
  const known: string[] = []
  function* each(
    by: Signer['by'],
    certificates: readonly (string | undefined)[],
    name?: string,
  ): Iterable<Signer> {
    for (const certificate of certificates) {
      if (certificate === undefined) continue
      known.push(certificate)
      yield { by, certificate, name }
    }
  }
  yield* each('primary', [own?.primary])
  yield* each('secondary', [own?.secondary])
  yield* each('disabled', [disabled?.certificate])
  yield* each('retired', keyring?.retired ?? [])
  for (const { appId: id, name, certificates } of otherProjects)
    yield* each('otherProject', certificates, name ?? id)
  const mine = known.slice()
  yield* each('noSecret', [appId], 'appId')
  yield* each('sample', [sample.certificate])
  for (const certificate of mine) yield* altered(certificate)
  // the official 007 builders refuse such a certificate, those of 006 sign with it
  if (version === '006') yield* each('noSecret', ['', 'undefined', 'null', 'None'], 'empty')
}

function* altered(certificate: string): Iterable<Signer> {
  const trimmed = stripped(certificate, '"\' \t\r\n')
  const shapes: readonly (readonly [string, string])[] = [
    ['case', trimmed.toLowerCase()],
    ['case', trimmed.toUpperCase()],
    ['trimmed', trimmed],
    ['space', `${trimmed}\n`],
    ['space', `${trimmed}\r\n`],
    ['space', `${trimmed} `],
    ['space', ` ${trimmed}`],
    ['quotes', `"${trimmed}"`],
    ['quotes', `'${trimmed}'`],
  ]
  for (const [name, shape] of shapes)
    if (shape !== certificate) yield { by: 'altered', certificate: shape, name }
}
