import type { Address } from './engine.ts'
import { isMediaErrorCode, type MediaErrorCode } from './media-error.ts'
import { isFields, isList, isMediaOffer } from './offer-shape.ts'
import type * as media from './types.ts'

/** What the gateway tells the media process. A `request` is answered under its number. */
export type Command =
  | ({ readonly type: 'open' } & Address)
  | { readonly type: 'connect'; request: number; id: string; offer: media.MediaOffer }
  | { readonly type: 'publish'; id: string; streams: readonly media.PublishedStream[] }
  | { readonly type: 'unpublish'; id: string; choices: readonly media.StreamChoice[] }
  | ({ readonly type: 'subscribe' } & media.SubscriptionChoice)
  | ({ readonly type: 'unsubscribe' } & media.EndChoice)
  | ({ readonly type: 'chooseLayer'; layer: media.Layer } & media.Whose)
  | { readonly type: 'gate'; id: string; kind: media.MediaKind; open: boolean }
  | { readonly type: 'disconnect'; id: string }
  | { readonly type: 'stats'; request: number }
  | { readonly type: 'ping' }
  | { readonly type: 'close' }

/** What the media process tells the gateway. */
export type Notice =
  | { readonly type: 'opened'; port: number }
  | { readonly type: 'unavailable'; reason: string }
  | { readonly type: 'answered'; request: number; answer: media.MediaAnswer }
  | { readonly type: 'refused'; request: number; code: MediaErrorCode; message: string }
  | { readonly type: 'counted'; request: number; stats: media.MediaStats }
  | { readonly type: 'state'; id: string; state: 'connected' | 'failed'; reason: string }
  | { readonly type: 'alive' }

/** `refused` under this number is about `open`. */
export const openRequest = 0

type Fields = Readonly<Record<string, unknown>>
type Shapes<Message extends { type: string }> = Readonly<
  Record<Message['type'], (message: Fields) => boolean>
>

const text = (value: unknown) => typeof value === 'string' && value.length <= 1000
const whole = (value: unknown) => Number.isInteger(value) && Number(value) >= 0
const ssrc = (value: unknown) => whole(value) && Number(value) < 2 ** 32
const port = (value: unknown) => whole(value) && Number(value) < 2 ** 16
const kind = (value: unknown) => value === 'audio' || value === 'video'
const layer = (value: unknown) => value === 'high' || value === 'low'
const absent = (value: unknown) => value === undefined

const stream = (value: unknown) =>
  isFields(value) &&
  kind(value.kind) &&
  layer(value.layer) &&
  ssrc(value.ssrc) &&
  (absent(value.rtx) || ssrc(value.rtx))
const choice = (value: unknown) =>
  isFields(value) && kind(value.kind) && (absent(value.layer) || layer(value.layer))

const commands: Shapes<Command> = {
  open: (one) => text(one.host) && port(one.port),
  connect: (one) => whole(one.request) && text(one.id) && isMediaOffer(one.offer),
  publish: (one) => text(one.id) && isList(one.streams, stream),
  unpublish: (one) => text(one.id) && isList(one.choices, choice),
  subscribe: (one) => text(one.id) && text(one.from) && kind(one.kind),
  unsubscribe: (one) => text(one.id) && text(one.from) && (absent(one.kind) || kind(one.kind)),
  chooseLayer: (one) => text(one.id) && text(one.from) && layer(one.layer),
  gate: (one) => text(one.id) && kind(one.kind) && typeof one.open === 'boolean',
  disconnect: (one) => text(one.id),
  stats: (one) => whole(one.request),
  ping: () => true,
  close: () => true,
}

const notices: Shapes<Notice> = {
  opened: (one) => port(one.port),
  unavailable: (one) => typeof one.reason === 'string',
  answered: (one) => whole(one.request) && isFields(one.answer),
  refused: (one) =>
    whole(one.request) && isMediaErrorCode(one.code) && typeof one.message === 'string',
  counted: (one) => whole(one.request) && isFields(one.stats),
  state: (one) =>
    text(one.id) &&
    (one.state === 'connected' || one.state === 'failed') &&
    typeof one.reason === 'string',
  alive: () => true,
}

export function isCommand(value: unknown): value is Command {
  return has(commands, value)
}

export function isNotice(value: unknown): value is Notice {
  return has(notices, value)
}

function has<Message extends { type: string }>(shapes: Shapes<Message>, value: unknown): boolean {
  if (!isFields(value) || typeof value.type !== 'string') return false
  const { type } = value
  return Object.hasOwn(shapes, type) && shapes[type as Message['type']](value)
}
