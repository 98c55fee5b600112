import { noLimit } from '../limiter/rate.ts'
import { dialectNames } from './dialect-settings.ts'
import {
  apiKey,
  databaseAddress,
  flag,
  folder,
  hex32,
  hex64,
  hostName,
  integer,
  type Kind,
  namesOf,
  networks,
  oneOf,
  origins,
  ownAddress,
  pairsOf,
  rate,
  seconds,
  secretAddress,
  secretText,
  webAddress,
} from './kinds.ts'

/** One thing an operator can set: the loader, docs/configuration.md and redaction all read it from here. */
export interface Setting<Value> {
  readonly kind: Kind<Value>
  /** environment variables, the first one that is set wins; each also with `_FILE` */
  readonly env: readonly [string, ...string[]]
  /** the option that sets it, without dashes. Default: the setting's own name */
  readonly flag?: string
  /** one sentence or more for docs/configuration.md */
  readonly doc: string
  /** absent = nothing is assumed */
  readonly fallback?: Value
  /** what stands in the default column when the default depends on other settings */
  readonly fallbackNote?: string
  /** never printed, never repeated in an error */
  readonly secret?: true
}

/** A setting that always has a value. */
type Sure<Value> = Setting<Value> & { readonly fallback: Value }

function setting<Value>(kind: Kind<Value>, rest: Omit<Sure<NoInfer<Value>>, 'kind'>): Sure<Value>
function setting<Value>(
  kind: Kind<Value>,
  rest: Omit<Setting<Value>, 'kind' | 'fallback'>,
): Setting<Value>
function setting<Value>(kind: Kind<Value>, rest: Omit<Setting<Value>, 'kind'>): Setting<Value> {
  return { kind, ...rest }
}

/** Every setting of the server. */
export const settings = {
  appId: setting(hex32, {
    env: ['AGORA_APP_ID', 'APP_ID'],
    doc: 'App ID of the project tokens are issued for. Without it and a certificate, a demo project is made and kept in the data folder.',
  }),
  certificate: setting(hex32, {
    env: ['AGORA_APP_CERTIFICATE', 'APP_CERTIFICATE'],
    secret: true,
    doc: 'Primary app certificate of that project: what tokens are signed with.',
  }),
  secondaryCertificate: setting(hex32, {
    env: ['AGORA_APP_SECONDARY_CERTIFICATE', 'APP_SECONDARY_CERTIFICATE'],
    secret: true,
    doc: 'Secondary app certificate. Never signs; `/v1/tokens/explain` uses it to prove which certificate made a token.',
  }),
  port: setting(integer(0, 65535), {
    env: ['PORT', 'SERVER_PORT'],
    fallback: 8080,
    doc: 'TCP port to listen on. 0 takes any free port.',
  }),
  host: setting(hostName, {
    env: ['HOST'],
    fallback: '127.0.0.1',
    doc: 'Address to listen on. Anything but this machine itself needs a key in the database, `SYMBOLON_API_KEY`, or `SYMBOLON_ALLOW_ANONYMOUS=1`.',
  }),
  apiKey: setting(apiKey, {
    env: ['SYMBOLON_API_KEY'],
    secret: true,
    doc: 'Key callers must bring, as `Authorization: Bearer …`, `X-API-Key: …` or `?key=…`. Beside a database, whose own keys (`symbolon key create`) are good for more, it is good for tokens. Without any key everyone is answered, which is only allowed on this machine itself.',
  }),
  allowAnonymous: setting(flag, {
    env: ['SYMBOLON_ALLOW_ANONYMOUS'],
    fallback: false,
    doc: 'Answer everyone without a key, on any address: whoever reaches the port gets any token they ask for.',
  }),
  corsAllowOrigin: setting(origins, {
    env: ['CORS_ALLOW_ORIGIN'],
    fallbackNote: '`*` on this machine, with `--lan` and with anonymous callers; else none',
    doc: 'Web pages that may call the server from a browser. It decides nothing about callers that are not browsers.',
  }),
  dataDir: setting(folder, {
    env: ['SYMBOLON_DATA_DIR'],
    fallbackNote: "the platform's folder for application data, `symbolon` inside",
    doc: 'Folder that keeps the demo project and the key of `--lan`.',
  }),
  database: setting(databaseAddress, {
    env: ['SYMBOLON_DATABASE'],
    secret: true,
    fallbackNote: '`symbolon.db` in the data folder, once a project was made there',
    doc: 'Where projects are kept: the path of a SQLite file, or `postgres://user:password@host/database`; by a Unix socket `postgres://user@/database?host=/folder/of/the/socket`. Not beside App ID and certificate: those are one project, kept nowhere.',
  }),
  masterKey: setting(hex64, {
    env: ['SYMBOLON_MASTER_KEY'],
    secret: true,
    fallbackNote: '`master-key` in the data folder; for a SQLite database made on first use',
    doc: 'Key that certificates are encrypted with in the database: 64 hexadecimal characters. Whoever has it and the database has the certificates; without it they are lost. All servers of a PostgreSQL database need the same. `master-key` is refused when others can read it.',
  }),
  platformUrl: setting(secretAddress, {
    env: ['SYMBOLON_PLATFORM_URL'],
    fallback: 'https://api.agora.io',
    doc: "Where the platform's REST is, which is told of bans of linked projects.",
  }),
  platformCustomerId: setting(secretText, {
    env: ['SYMBOLON_PLATFORM_CUSTOMER_ID'],
    doc: "Customer id of the vendor's console (RESTful API), for bans. Without it and the secret the platform is told nothing, and a live token works until it ends.",
  }),
  platformCustomerSecret: setting(secretText, {
    env: ['SYMBOLON_PLATFORM_CUSTOMER_SECRET'],
    secret: true,
    doc: 'Secret of that customer.',
  }),
  publicUrl: setting(ownAddress, {
    env: ['SYMBOLON_PUBLIC_URL'],
    fallbackNote: 'this machine itself, as the browser calls it',
    doc: 'Address that browsers reach the server by, such as `https://tokens.example.com`. Without it nobody can sign in from elsewhere.',
  }),
  sessionIdleSeconds: setting(integer(300, 86_400), {
    env: ['SYMBOLON_SESSION_IDLE_SECONDS'],
    fallback: 1800,
    doc: 'After so long without a request somebody who signed in is signed out, in seconds.',
  }),
  signInIssuer: setting(secretAddress, {
    env: ['SYMBOLON_SIGN_IN_ISSUER'],
    doc: 'Issuer of identities (OpenID Connect) that people sign in at, as it writes its own address. Who is nobody here does not get in by it (docs/users.md).',
  }),
  signInClientId: setting(secretText, {
    env: ['SYMBOLON_SIGN_IN_CLIENT_ID'],
    doc: 'What this server is called there.',
  }),
  signInClientSecret: setting(secretText, {
    env: ['SYMBOLON_SIGN_IN_CLIENT_SECRET'],
    secret: true,
    doc: 'What this server proves itself with there (`client_secret_basic`); left out, with PKCE alone.',
  }),
  signInByEmail: setting(flag, {
    env: ['SYMBOLON_SIGN_IN_BY_EMAIL'],
    fallback: false,
    doc: 'Lets in also whose e-mail address, verified by that issuer, is the name of a user that is bound to nobody yet; from then on they are.',
  }),
  sessionSeconds: setting(integer(300, 604_800), {
    env: ['SYMBOLON_SESSION_SECONDS'],
    fallback: 43_200,
    doc: 'After so long somebody who signed in is signed out anyway, in seconds.',
  }),
  maxTokenSeconds: setting(integer(60, 86_400), {
    env: ['SYMBOLON_MAX_TOKEN_SECONDS'],
    fallback: 86_400,
    doc: 'Longest life of an issued token, in seconds. Longer wishes are capped with a warning. At the default, which is the limit of the platform itself, dialects write longer lives as their originals did.',
  }),
  dialectStrict: setting(namesOf(dialectNames), {
    env: ['SYMBOLON_DIALECT_STRICT'],
    fallback: new Set(),
    doc: 'Dialects that also repeat the faults of their originals (see docs/dialects.md).',
  }),
  dialectFormat: setting(pairsOf(dialectNames, ['006', '007']), {
    env: ['SYMBOLON_DIALECT_FORMAT'],
    fallback: {},
    doc: 'Token version per dialect, where it shall differ from that of its original.',
  }),
  rtcPathDialect: setting(oneOf(['agora-token-service', 'agora-node-token-server']), {
    env: ['SYMBOLON_RTC_PATH_DIALECT'],
    fallback: 'agora-token-service',
    doc: 'Which of the two servers that share `/rtc`, `/rtm` and `/rte` is imitated there.',
  }),
  issuerStaleSeconds: setting(integer(0, 86_400), {
    env: ['SYMBOLON_ISSUER_STALE_SECONDS'],
    fallback: 3600,
    doc: 'How long the public keys of an issuer of JWTs go on while it cannot be read, in seconds. They are read again every ten minutes; after both the answer is 503.',
  }),
  fetchTokenSeconds: setting(integer(1, 86_400), {
    env: ['SYMBOLON_FETCH_TOKEN_SECONDS'],
    fallback: 3600,
    doc: 'Life of the tokens of `/fetch_rtc_token` and `/fetch_rtm_token`, in seconds. The original used 40.',
  }),
  emulatorPort: setting(integer(0, 65535), {
    env: ['SYMBOLON_EMULATOR_PORT'],
    flag: 'port', // of the commands that run the emulator, or call it
    fallback: 4443,
    fallbackNote: '4443; `dev` takes any free one when that is taken',
    doc: 'TCP and UDP port of the emulator, for `symbolon dev` and `symbolon emulate`. 0 takes any free port.',
  }),
  notifyUrl: setting(webAddress, {
    env: ['SYMBOLON_NOTIFY_URL'],
    doc: "Where the emulator's notifications go, as the platform's would: http or https. Needs `SYMBOLON_NOTIFY_SECRET`.",
  }),
  notifySecret: setting(secretText, {
    env: ['SYMBOLON_NOTIFY_SECRET'],
    secret: true,
    doc: "What signs the emulator's notifications (`Agora-Signature`, `Agora-Signature-V2`).",
  }),
  limitIp: setting(rate, {
    env: ['SYMBOLON_LIMIT_IP'],
    fallbackNote: '`1000/s burst 10000`; `dev`: 0',
    doc: 'Requests of one address, whatever they ask for (docs/limits.md). All of an IPv6 /64 count as one.',
  }),
  limitFailures: setting(rate, {
    env: ['SYMBOLON_LIMIT_FAILURES'],
    fallbackNote: '`6/m burst 20`; `dev`: 0',
    doc: 'Wrong keys from one address. Above that, keys that come from there are not looked at for a while, right or wrong.',
  }),
  limitCaller: setting(rate, {
    env: ['SYMBOLON_LIMIT_CALLER'],
    fallbackNote: '`500/s burst 5000`; `dev`: 0',
    doc: 'Tokens that one caller asks for: one key, or one user of an issuer. Who brings no key is counted by address alone.',
  }),
  limitSubject: setting(rate, {
    env: ['SYMBOLON_LIMIT_SUBJECT'],
    fallback: noLimit,
    fallbackNote: '`0`',
    doc: 'Tokens that are asked for one uid or account of one project, in whatever channel. An app that numbers its users anew in each channel needs more than one that does not.',
  }),
  limitProject: setting(rate, {
    env: ['SYMBOLON_LIMIT_PROJECT'],
    fallback: noLimit,
    fallbackNote: '`0`',
    doc: 'Tokens that are asked for one project, by all its callers together: where several share a server.',
  }),
  trustProxy: setting(networks, {
    env: ['SYMBOLON_TRUST_PROXY'],
    doc: 'Proxies in front of the server. What they say in `X-Forwarded-For` of the client is believed; of everybody else it is not.',
  }),
  metricsPort: setting(integer(0, 65535), {
    env: ['SYMBOLON_METRICS_PORT'],
    doc: 'TCP port of `GET /metrics`, for Prometheus (docs/operate/README.md). 0 takes any free port. Without it nothing is measured.',
  }),
  metricsHost: setting(hostName, {
    env: ['SYMBOLON_METRICS_HOST'],
    fallback: '127.0.0.1',
    doc: 'Address to listen on for metrics. Anything but this machine itself needs `SYMBOLON_METRICS_KEY`.',
  }),
  metricsKey: setting(apiKey, {
    env: ['SYMBOLON_METRICS_KEY'],
    secret: true,
    doc: 'Key that who reads metrics must bring, as `Authorization: Bearer …`.',
  }),
  headersTimeoutSeconds: setting(seconds(0.05, 60), {
    env: ['SYMBOLON_HEADERS_TIMEOUT_SECONDS'],
    fallback: 5,
    doc: 'Longest time for the headers of a request to arrive.',
  }),
  requestTimeoutSeconds: setting(seconds(0.05, 300), {
    env: ['SYMBOLON_REQUEST_TIMEOUT_SECONDS'],
    fallback: 10,
    doc: 'Longest time for a whole request to arrive.',
  }),
  keepAliveSeconds: setting(seconds(0.05, 600), {
    env: ['SYMBOLON_KEEP_ALIVE_SECONDS'],
    fallback: 5,
    doc: 'How long an idle connection is kept. Behind a proxy, set it longer than the proxy keeps its own.',
  }),
  maxConnections: setting(integer(1, 65_535), {
    env: ['SYMBOLON_MAX_CONNECTIONS'],
    fallback: 4096,
    doc: 'Open connections at most; more are refused.',
  }),
  pushStreams: setting(integer(0, 65_535), {
    env: ['SYMBOLON_PUSH_STREAMS'],
    fallback: 2048,
    doc: 'Event streams at most (docs/push.md); never more than half of `SYMBOLON_MAX_CONNECTIONS`. 0: nobody listens.',
  }),
  pushStreamsPerAddress: setting(integer(1, 65_535), {
    env: ['SYMBOLON_PUSH_STREAMS_PER_ADDRESS'],
    fallback: 256,
    doc: 'Event streams of one address at most. All of an IPv6 /64 count as one.',
  }),
  drainSeconds: setting(seconds(0, 5), {
    env: ['SYMBOLON_DRAIN_SECONDS'],
    fallback: 0.5,
    doc: 'After SIGTERM, `/readyz` says 503 and requests are still answered for this long, so that load balancers look away first. Requests in flight get until 9 seconds after the signal.',
  }),
} as const

export type SettingName = keyof typeof settings

/** The settings as values. */
export type Settings = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends Sure<infer Value>
    ? Value
    : (typeof settings)[Name] extends Setting<infer Value>
      ? Value | undefined
      : never
}
