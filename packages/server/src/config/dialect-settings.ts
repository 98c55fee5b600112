/** Every dialect, by the name that settings, log lines and `docs/dialects.md` use. */
export const dialectNames = [
  'demo-server', // agora-token's DemoServer: GET /rtcToken, /rtmToken
  'token-server-nodejs', // TokenServer-nodejs: GET /access_token
  'agora-node-token-server', // Agora-Node-TokenServer: GET /rtc, /rtm, /rte
  'agora-token-service', // agora-token-service: the same paths, /chat, POST /getToken
  'agora-go-backend-middleware', // agora-go-backend-middleware: POST /token/getNew
  'agoracn-token', // the agoracn/token image: POST /token/generate
  'fetch-token', // the documentation's Go sample: POST /fetch_rtc_token, /fetch_rtm_token
] as const

export type DialectName = (typeof dialectNames)[number]

/** What an operator can set about the imitated servers (see config/settings.ts for the variables). */
export interface DialectSettings {
  /** dialects that behave faults and all, as the original did */
  readonly strict: ReadonlySet<DialectName>
  /** token version per dialect, where it differs from the dialect's own default */
  readonly format: Readonly<Partial<Record<DialectName, '006' | '007'>>>
  /** which of the two servers that share `/rtc`, `/rtm` and `/rte` answers there */
  readonly rtcPathDialect: 'agora-token-service' | 'agora-node-token-server'
  /** life of `/fetch_rtc_token` and `/fetch_rtm_token` answers, in seconds */
  readonly fetchTokenSeconds: number
}
