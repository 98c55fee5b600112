import type { Limits, ServiceType } from '../claims.ts'

/** What a developer knows about a join. Everything but `now` may be left out; what is left out is not checked. */
export interface Situation {
  /** Unix seconds */
  readonly now: number
  /** App ID that the client joins with */
  readonly appId?: string | undefined
  /** channel that the client joins */
  readonly channel?: string | undefined
  /** integer join uid; 0 or null = let the server assign one. Text, against this type, is taken for `account` */
  readonly uid?: number | null | undefined
  /** string join uid, or the user id of RTM and Chat */
  readonly account?: string | undefined
  /** what the client wants to be */
  readonly role?: 'publisher' | 'subscriber' | undefined
  /** streams it wants to publish. Default: any one of them will do */
  readonly publish?: readonly PublishKind[] | undefined
  /** client role, where the SDK has one */
  readonly clientRole?: 'host' | 'audience' | undefined
  /** default `rtc` when a channel, uid or account is given */
  readonly service?: ServiceType | undefined
  /** primary certificate of the project; or give `keyring` */
  readonly certificate?: string | undefined
  readonly keyring?: SituationKeyring | undefined
  /** projects whose certificates are known too, to tell a token of the wrong one */
  readonly otherProjects?: readonly OtherProject[] | undefined
  readonly project?: ProjectFacts | undefined
  readonly sdk?: SdkFacts | undefined
  /** what the SDK reported: its message, or its number */
  readonly error?: string | number | undefined
  /** the token of the running session, when this one is to renew it */
  readonly previousToken?: string | undefined
  /** the token was made in a browser or another client */
  readonly madeInClient?: boolean | undefined
  /** uids and accounts in the channel now */
  readonly members?: readonly (number | string)[] | undefined
  /** kicking rules of the project */
  readonly bans?: readonly BanRule[] | undefined
  /** address of the client, for rules by address */
  readonly ip?: string | undefined
  /** how far ahead the issue time may lie. Default 300 */
  readonly futureSkewSeconds?: number | undefined
  readonly limits?: Limits | undefined
}

export type PublishKind = 'audio' | 'video' | 'data'

export interface SituationKeyring {
  readonly primary: string
  /** text = enabled */
  readonly secondary?:
    | string
    | { readonly certificate: string; readonly enabled: boolean }
    | undefined
  /** certificates that were deleted */
  readonly retired?: readonly string[] | undefined
}

export interface OtherProject {
  readonly appId: string
  readonly name?: string | undefined
  readonly certificates: readonly string[]
}

export interface ProjectFacts {
  /** false: no project has this App ID */
  readonly known?: boolean | undefined
  readonly enabled?: boolean | undefined
  /** whether any certificate is enabled */
  readonly certificateEnabled?: boolean | undefined
  /** "No Certificate" in the console: joins with the App ID alone are admitted */
  readonly appIdOnly?: boolean | undefined
  readonly coHostAuthentication?: boolean | undefined
}

export interface SdkFacts {
  /** `web`, `android`, `ios`, `electron`, `flutter`, `react-native`, `unity`, `rtm`, `cloud-recording`, … */
  readonly name: string
  /** such as `4.24.0` */
  readonly version?: string | undefined
}

/** A kicking rule; the fields that are there must all fit. */
export interface BanRule {
  readonly channel?: string | undefined
  readonly uid?: number | string | undefined
  readonly ip?: string | undefined
  /** default: joining */
  readonly privileges?: readonly ('joinChannel' | 'publishAudio' | 'publishVideo')[] | undefined
  /** Unix seconds; absent = without end */
  readonly until?: number | undefined
}
