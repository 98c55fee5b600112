import { EventEmitter } from 'node:events'
import type { Listener, Media, MediaEvents, MediaOptions } from './media.ts'
import { MediaError } from './media-error.ts'
import { MediaProcess } from './media-process.ts'
import { isMediaOffer } from './offer-shape.ts'
import { type Command, isCommand, type Notice } from './protocol.ts'
import { Requests } from './requests.ts'
import type * as media from './types.ts'

type Asked = Extract<Command, { request: number }>

/** The gateway's side of the media process: calls become commands, notices become answers and events. */
export class MediaDriver implements Media {
  readonly #events = new EventEmitter()
  readonly #process: MediaProcess
  readonly #requests: Requests
  /** clients whose `connect` was sent to the process that runs now, with the number of the last one */
  readonly #clients = new Map<string, number>()
  /** questions that wait for the process to be back */
  #held: Asked[] = []
  #closed = false
  #port = 0

  constructor(options: MediaOptions) {
    this.#requests = new Requests(options.deadlineMs ?? 10_000)
    this.#process = new MediaProcess({
      address: { host: options.host ?? '127.0.0.1', port: options.port ?? 0 },
      engine: options.engine ?? 'node-datachannel',
      silenceMs: options.silenceMs ?? 10_000,
      onNotice: (notice) => this.#hear(notice),
      onUp: () => this.#up(),
      onDown: (reason) => this.#down(reason),
    })
  }

  /** @returns why there is no media plane; undefined when there is one */
  async open(): Promise<string | undefined> {
    const opened = await this.#process.start()
    if ('unavailable' in opened) return opened.unavailable
    this.#port = opened.port
    return undefined
  }

  get port(): number {
    return this.#port
  }

  get pid(): number | undefined {
    return this.#process.up ? this.#process.pid : undefined
  }

  async connect(id: string, offer: media.MediaOffer): Promise<media.MediaAnswer> {
    if (!isMediaOffer(offer)) {
      throw new MediaError('MEDIA_OFFER_INVALID', 'the parameters of the client are malformed')
    }
    this.#giveUpHeld(id)
    let mine = 0
    try {
      return await this.#ask<media.MediaAnswer>((request) => {
        mine = request
        this.#clients.set(id, request)
        return { type: 'connect', request, id, offer }
      })
    } catch (error) {
      // it may yet come to be, after its time: nobody would end it
      if (this.#clients.get(id) === mine) this.disconnect(id)
      throw error
    }
  }

  publish(id: string, streams: readonly media.PublishedStream[]): void {
    this.#send({ type: 'publish', id, streams })
  }

  unpublish(id: string, choices: readonly media.StreamChoice[]): void {
    this.#send({ type: 'unpublish', id, choices })
  }

  subscribe({ id, from, kind }: media.SubscriptionChoice): void {
    this.#send({ type: 'subscribe', id, from, kind })
  }

  unsubscribe({ id, from, kind }: media.EndChoice): void {
    this.#send({ type: 'unsubscribe', id, from, kind })
  }

  chooseLayer({ id, from }: media.Whose, layer: media.Layer): void {
    this.#send({ type: 'chooseLayer', id, from, layer })
  }

  gate(id: string, kind: media.MediaKind, open: boolean): void {
    this.#send({ type: 'gate', id, kind, open })
  }

  disconnect(id: string): void {
    this.#giveUpHeld(id)
    this.#clients.delete(id)
    this.#send({ type: 'disconnect', id })
  }

  stats(): Promise<media.MediaStats> {
    return this.#ask<media.MediaStats>((request) => ({ type: 'stats', request }))
  }

  on<Event extends keyof MediaEvents>(event: Event, listener: Listener<Event>): () => void {
    this.#events.on(event, listener)
    return () => this.#events.off(event, listener)
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#held = []
    this.#requests.failAll(new MediaError('MEDIA_CLOSED', 'the media plane is closed'))
    await this.#process.close()
  }

  async #ask<Answer>(make: (request: number) => Asked): Promise<Answer> {
    if (this.#closed) throw new MediaError('MEDIA_CLOSED', 'the media plane is closed')
    return this.#requests.ask<Answer>((request) => {
      const command = checked(make(request))
      if (this.#process.up) this.#process.send(command)
      else this.#held.push(command)
    })
  }

  #send(command: Command): void {
    checked(command)
    if (this.#process.up) this.#process.send(command)
  }

  #giveUpHeld(id: string): void {
    for (const command of this.#held) {
      if (command.type !== 'connect' || command.id !== id) continue
      const error = new MediaError('MEDIA_CLOSED', 'the association was given up before it opened')
      this.#requests.fail(command.request, error)
    }
    this.#held = this.#held.filter((command) => command.type !== 'connect' || command.id !== id)
  }

  #hear(notice: Notice): void {
    if (notice.type === 'answered') this.#requests.answer(notice.request, notice.answer)
    else if (notice.type === 'counted') this.#requests.answer(notice.request, notice.stats)
    else if (notice.type === 'refused') {
      this.#requests.fail(notice.request, new MediaError(notice.code, notice.message))
    } else if (notice.type === 'state') this.#state(notice)
  }

  #state({ id, state, reason }: Extract<Notice, { type: 'state' }>): void {
    if (!this.#clients.has(id)) return // it was disconnected meanwhile
    if (state === 'connected') this.#events.emit('connected', { id })
    else this.#events.emit('failed', { id, reason })
  }

  #up(): void {
    this.#events.emit('ready', {})
    const held = this.#held
    this.#held = []
    for (const command of held)
      if (this.#requests.waits(command.request)) this.#process.send(command)
  }

  #down(reason: string): void {
    const ids = [...this.#clients.keys()]
    this.#clients.clear()
    this.#requests.failAll(new MediaError('MEDIA_LOST', reason))
    this.#events.emit('lost', { ids, reason })
  }
}

function checked<Any extends Command>(command: Any): Any {
  const { type } = command
  if (isCommand(command)) return command
  throw new TypeError(`wrong arguments for ${type}`)
}
