import type { Claims007, InspectedClaims006, Service, ServiceType } from '../claims.ts'
import type { Situation } from './situation.ts'
import type { CauseCode } from './texts.ts'

/**
 * `proved` by a matching HMAC, a CRC or explicit bytes · `likely`: fits, or rests on a fact that was
 * stated and is not in the token · `hint`: worth a look.
 */
export type Certainty = 'proved' | 'likely' | 'hint'

/** What stands for `{name}` in the wording: `token` and `join` are shown quoted, `seconds` as a span. */
export type Values = Readonly<Record<string, string | number | undefined>>

/** One cause, not worded yet. */
export interface Finding {
  readonly code: CauseCode
  readonly certainty: Certainty
  readonly values: Values
}

export function found(code: CauseCode, certainty: Certainty, values: Values = {}): Finding {
  return { code, certainty, values }
}

/** A text in the token beside the one of the join. */
export interface Told {
  /** as the token says it; undefined when a 006 hides it behind a checksum that fits nothing known */
  readonly text: string | undefined
  readonly join: string
  readonly fits: boolean
  /** of `text`: a checksum that fits is no proof */
  readonly certainty: 'proved' | 'likely'
}

/** Where the token leads and whom it is for, as far as it can be told and was asked. */
export interface Subject {
  readonly channel?: Told | undefined
  readonly user?: Told | undefined
  /** 007: the services that fit, else the one that comes nearest */
  readonly services: readonly Service[]
}

/** Who signed a token. Only the first two admit. */
export interface Signer {
  readonly by:
    | 'primary'
    | 'secondary'
    | 'disabled'
    | 'retired'
    | 'otherProject'
    | 'altered'
    | 'sample'
    | 'noSecret'
  readonly certificate: string
  /** which project, or which alteration */
  readonly name?: string | undefined
}

/** A readable 006 or 007 token in its situation: what every family of findings looks at. */
export interface Case {
  readonly situation: Situation
  readonly token: string
  readonly claims: Claims007 | InspectedClaims006
  readonly wanted: ServiceType | undefined
  /** undefined when the wanted service is not in the token, or none is wanted */
  readonly subject: Subject | undefined
  readonly signer: Signer | undefined
  /** whether a certificate of the project could be tried at all */
  readonly signatureChecked: boolean
}
