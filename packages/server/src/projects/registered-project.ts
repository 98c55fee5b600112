/** A project as a console keeps it: an App ID, its switches, and a keyring of certificates. */
export interface RegisteredProject {
  /** 32 hexadecimal characters, in lower case */
  readonly appId: string
  /** 1 to 255 characters */
  readonly name: string
  /** `local`: known to the emulator alone. `linked`: brought here from the vendor's console, where it has to be changed too */
  readonly origin: 'local' | 'linked'
  /** false: nobody is admitted, no token is issued */
  readonly enabled: boolean
  /** "No Certificate": joins with the App ID alone are admitted */
  readonly appIdOnly: boolean
  readonly coHost: CoHost
  /** the primary first, then the secondary, then those that are retired, the last one first */
  readonly certificates: readonly Certificate[]
  /** Unix seconds */
  readonly createdAt: number
  /** `strict`: no token leaves before it is written down. `buffered`: it is written down soon, or told that it was not */
  readonly audit: 'strict' | 'buffered'
}

/** Co-host authentication. Of a linked project the vendor's console decides; here stands what its operator says of it. */
interface CoHost {
  readonly enabled: boolean
  /** Unix seconds; absent = nobody looked, so roles may be decorative */
  readonly confirmedAt?: number | undefined
  readonly confirmedBy?: string | undefined
}

export interface Certificate {
  readonly id: string
  /** absent: retired */
  readonly place?: 'primary' | 'secondary' | undefined
  readonly enabled: boolean
  /** encrypted; absent once it is retired */
  readonly sealed?: Uint8Array | undefined
  /** says which it is and gives nothing away: 16 hexadecimal characters of its SHA-256 */
  readonly fingerprint: string
  readonly last4: string
  /** Unix seconds, as all that follow */
  readonly createdAt: number
  /** since when it signs, or when it first did */
  readonly activatedAt?: number | undefined
  /** since when it signs no more */
  readonly drainingSince?: number | undefined
  /** why its tokens could not be waited for, where an emergency put it out */
  readonly disabledBecause?: string | undefined
  readonly retiredAt?: number | undefined
  /** why it was deleted while tokens of it were still about */
  readonly retiredBecause?: string | undefined
}

export type CertificateState = 'standby' | 'active' | 'draining' | 'retired'

/** Where a certificate is on its way: the active one signs; tokens of the draining one are still admitted. */
export function stateOf({ place, drainingSince }: Certificate): CertificateState {
  if (place === undefined) return 'retired'
  if (place === 'primary') return 'active'
  return drainingSince === undefined ? 'standby' : 'draining'
}

export function primaryOf({ certificates }: RegisteredProject): Certificate | undefined {
  return certificates.find(({ place }) => place === 'primary')
}

export function secondaryOf({ certificates }: RegisteredProject): Certificate | undefined {
  return certificates.find(({ place }) => place === 'secondary')
}
