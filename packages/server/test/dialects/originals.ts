import transcripts from '../../../../vectors/dialect-transcripts.json' with { type: 'json' }
import type { DialectSettings } from '../../src/config/dialect-settings.ts'

/** One recorded request and what the original answered. */
export interface Recording {
  readonly name: string
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  readonly response: {
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly json?: unknown
    readonly text?: unknown
    readonly bodyEmpty?: boolean
    readonly trailingNewline?: boolean
  }
}

/** An original as it was run, and how this server is set to stand in for it. */
export interface Original {
  readonly title: string
  readonly settings: Partial<DialectSettings>
  readonly name: Parameters<DialectSettings['strict']['has']>[0]
  readonly recordings: readonly Recording[]
}

const entries = transcripts.entries as unknown as readonly (Recording & {
  readonly dialect: string
  readonly variant?: string
  readonly source: string
})[]

/** Paths of the originals that other parts of this server answer, or other dialects, in their own way. */
const elsewhere: Readonly<Partial<Record<Original['name'] | 'all', RegExp>>> = {
  all: /^\/(nope|ping\/?|favicon\.ico)?$/,
  'token-server-nodejs': /^\/rtc/,
  'agora-node-token-server': /^\/chat/,
}

function original(
  name: Original['name'],
  [dialect, variant]: readonly [dialect: string, variant?: string],
  { only, ...settings }: Partial<DialectSettings> & { only?: RegExp } = {},
): Original {
  const recordings = entries.filter(
    (entry) =>
      entry.dialect === dialect &&
      entry.variant === variant &&
      entry.source === 'ran' &&
      (only === undefined || only.test(entry.name)) &&
      !elsewhere.all!.test(entry.request.path) &&
      !elsewhere[name]?.test(entry.request.path),
  )
  return { title: variant ? `${dialect}, ${variant}` : dialect, settings, name, recordings }
}

const fetchRtc = 'docs Go sample /fetch_rtc_token'

/** Every original that was really run, in the settings that this server shares with it. */
export const originals: readonly Original[] = [
  original('demo-server', ['agora-token DemoServer']),
  original('token-server-nodejs', ['TokenServer-nodejs']),
  original('agora-node-token-server', ['Agora-Node-TokenServer'], {
    rtcPathDialect: 'agora-node-token-server',
  }),
  original('agora-token-service', ['agora-token-service', 'CORS_ALLOW_ORIGIN=*']),
  original('agora-go-backend-middleware', ['agora-go-backend-middleware']),
  original('agoracn-token', ['agoracn/token']),
  // the image of 2023, as far as it has not been overtaken by the source of today
  original(
    'agoracn-token',
    [
      'agoracn/token',
      'source of 2023-05-30 (commit ab1d8fd), the day in the image tag 0.1.2023053011',
    ],
    { only: /^(chat user|chat app|education user|education app|empty body|uid as number)$/ },
  ),
  original('fetch-token', [fetchRtc, '2021 document (seed 000): RtcTokenBuilder, 006'], {
    fetchTokenSeconds: 40,
    format: { 'fetch-token': '006' },
  }),
  original('fetch-token', [fetchRtc, 'current document (seed 001): rtctokenbuilder2, 007'], {
    fetchTokenSeconds: 40,
  }),
  original('fetch-token', [fetchRtc, 'first request ever has no role (007)'], {
    fetchTokenSeconds: 40,
  }),
  original('fetch-token', ['docs Go sample /fetch_rtm_token']),
]
