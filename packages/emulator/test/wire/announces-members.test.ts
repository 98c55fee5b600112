import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  announce,
  type Present,
  type StreamKind,
  streamKinds,
  type Told,
} from '../../src/wire/edge/announce.ts'
import type { Push } from '../../src/wire/edge/envelope.ts'

interface Seen {
  published: boolean
  muted: boolean
  ssrc: number | undefined
}

/** What the SDK makes of pushes about one member, as it was observed to. */
class ModelOfSdk {
  online = false
  readonly seen: Record<StreamKind, Seen> = {
    audio: { published: false, muted: false, ssrc: undefined },
    video: { published: false, muted: false, ssrc: undefined },
  }

  hear({ type, message }: Push): void {
    if (type === 'on_user_online') {
      this.online = true
      return
    }
    expect(this.online).toBe(true) // else: "can not find target user", and the stream is lost
    for (const kind of streamKinds) {
      const seen = this.seen[kind]
      if (type === `on_add_${kind}_stream`) {
        seen.published = true
        seen.ssrc = message.ssrcId as number
      }
      if (type === `mute_${kind}`) seen.muted = true
      if (type === `unmute_${kind}`) seen.muted = false
      if (type === 'on_remove_stream') seen.published = false
    }
  }

  heard(kind: StreamKind): boolean {
    return this.seen[kind].published && !this.seen[kind].muted
  }
}

const stream = fc.option(fc.record({ ssrc: fc.integer({ min: 1, max: 3 }), muted: fc.boolean() }), {
  nil: undefined,
})
const step = fc.record({
  streams: fc.record({ audio: stream, video: stream }),
  again: fc.boolean(),
})

test('however streams come and go, the SDK believes what is so', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const sdk = new ModelOfSdk()
      let told: Told | undefined
      for (const { streams, again } of steps) {
        const present: Present = { name: 'alice', uid: 7, streams }
        const announced = announce(present, told, again)
        told = announced.told
        for (const push of announced.pushes) sdk.hear(push)
        for (const kind of streamKinds) {
          const now = streams[kind]
          expect(sdk.heard(kind)).toBe(now !== undefined && !now.muted)
          if (now !== undefined) expect(sdk.seen[kind].ssrc).toBe(now.ssrc)
        }
      }
    }),
  )
})

test('nothing is said twice', () => {
  const present = { name: 1, uid: 1, streams: { audio: { ssrc: 5, muted: false } } }
  const { told } = announce(present, undefined, false)
  expect(announce(present, told, false).pushes).toEqual([])
})

test('after an interruption everything is named again, without an event for what is unchanged', () => {
  const streams = { audio: { ssrc: 5, muted: false }, video: { ssrc: 6, rtx: 7, muted: true } }
  const present = { name: 1, uid: 1, streams }
  const { told } = announce(present, undefined, false)
  expect(announce(present, told, true).pushes.map(({ type }) => type)).toEqual([
    'on_user_online',
    'on_add_audio_stream',
    'on_add_video_stream',
  ])
})
