import { hosts } from './host.ts'
import { SimulatedMember } from './simulated-member.ts'

const everything = hosts.flatMap(({ audio, video, again }) => [audio, video, again])

/** Subscribes to everything of everybody, and notes when it last came. */
export class SimulatedSubscriber extends SimulatedMember {
  /** packets so far, and Unix milliseconds of the last, by SSRC */
  readonly heard = new Map<number, { count: number; at: number }>()
  readonly #subscribed = new Set<string>()

  constructor(port: number, uid: number) {
    super({ port, uid, role: 'audience', hears: everything })
  }

  /** Counts what came since it was last called. */
  listen(): void {
    const at = Date.now()
    for (const { ssrc } of this.take()) {
      const known = this.heard.get(ssrc)
      this.heard.set(ssrc, { count: (known?.count ?? 0) + 1, at })
    }
  }

  /** SSRCs of which nothing came for so long. */
  misses(ms: number): number[] {
    const wanted = hosts.flatMap(({ audio, video }) => [audio, video])
    return wanted.filter((ssrc) => !this.hasHeard(ssrc, ms))
  }

  /** Whether a packet came within the last so many milliseconds, as far as was listened. */
  hasHeard(ssrc: number, withinMs: number): boolean {
    return (this.heard.get(ssrc)?.at ?? 0) >= Date.now() - withinMs
  }

  protected override hear(type: string, { uid }: { readonly uid: number }): void {
    const added = /^on_add_(audio|video)_stream$/.exec(type)?.[1]
    if (type === 'on_user_offline') {
      for (const kind of ['audio', 'video']) this.#subscribed.delete(`${uid} ${kind}`)
    }
    const key = `${uid} ${added}`
    if (added === undefined || this.#subscribed.has(key)) return
    this.#subscribed.add(key)
    this.ask('subscribe', { stream_id: uid, stream_type: added }).catch(() => {}) // counted as refused
  }
}
