/** What an operator can set about the imitated servers (see config/settings.ts for the variables). */
export interface DialectSettings {
  /** dialects that behave faults and all, as the original did; names as in `docs/dialects.md` */
  readonly strict: ReadonlySet<string>
  /** token version per dialect, where it differs from the dialect's own default */
  readonly format: Readonly<Record<string, '006' | '007'>>
  /** which of the two servers that share `/rtc`, `/rtm` and `/rte` answers there */
  readonly rtcPathDialect: 'agora-token-service' | 'agora-node-token-server'
  /** life of `/fetch_rtc_token` and `/fetch_rtm_token` answers, in seconds */
  readonly fetchTokenSeconds: number
}
