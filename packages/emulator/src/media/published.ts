import type { Layers } from './layer-choice.ts'
import { type Reception, reception } from './reception.ts'
import type { MediaKind, PublishedStream, StreamChoice } from './types.ts'

/** What one SSRC of a publisher is. */
export interface Source {
  readonly stream: PublishedStream
  /** true: this SSRC repeats packets of `stream.ssrc` */
  readonly repeats: boolean
  readonly reception: Reception
}

const clockRates: Readonly<Record<MediaKind, number>> = { audio: 48_000, video: 90_000 }
const nothing: Layers = {}

/** The streams one client publishes, by SSRC and by kind. */
export class Published {
  readonly #sources = new Map<number, Source>()
  readonly #layers = new Map<MediaKind, Layers>()

  source(ssrc: number): Source | undefined {
    return this.#sources.get(ssrc)
  }

  layers(kind: MediaKind): Layers {
    return this.#layers.get(kind) ?? nothing
  }

  ssrcs(kind?: MediaKind): number[] {
    return [...this.#sources]
      .filter(([, { stream }]) => kind === undefined || stream.kind === kind)
      .map(([ssrc]) => ssrc)
  }

  /** A layer that was published before is replaced. */
  add(streams: readonly PublishedStream[]): void {
    for (const stream of streams) {
      const { kind, layer, ssrc, rtx } = stream
      const known = this.layers(kind)[layer]
      if (known?.ssrc === ssrc && known.rtx === rtx) continue
      this.remove([{ kind, layer }])
      this.#layers.set(kind, { ...this.layers(kind), [layer]: stream })
      const rate = clockRates[kind]
      this.#sources.set(ssrc, { stream, repeats: false, reception: reception(ssrc, rate) })
      if (rtx === undefined) continue
      this.#sources.set(rtx, { stream, repeats: true, reception: reception(rtx, rate) })
    }
  }

  remove(choices: readonly StreamChoice[]): void {
    for (const { kind, layer } of choices) {
      const { high, low } = this.layers(kind)
      const gone = [layer === 'low' ? undefined : high, layer === 'high' ? undefined : low]
      for (const stream of gone) {
        if (!stream) continue
        this.#sources.delete(stream.ssrc)
        if (stream.rtx !== undefined) this.#sources.delete(stream.rtx)
      }
      if (layer === undefined) this.#layers.delete(kind)
      else
        this.#layers.set(
          kind,
          layer === 'high' ? { ...(low && { low }) } : { ...(high && { high }) },
        )
    }
  }
}
