import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, describe, expect, test } from 'vitest'
import { openAssociation } from '../../src/media/association.ts'
import { chooseCodecs } from '../../src/media/codecs.ts'
import type { Connection, Engine } from '../../src/media/engine.ts'
import { freePort } from '../../src/media/free-port.ts'
import { Sfu } from '../../src/media/sfu.ts'
import type { MediaOffer } from '../../src/media/types.ts'
import { chromium } from './browser-codecs.ts'
import { arrives, Client, engine, flows } from './client.ts'
import { rtp, vp8Key } from './packets.ts'

const offer: MediaOffer = {
  iceUfrag: 'abcd',
  icePwd: 'a'.repeat(24),
  fingerprints: [{ hashFunction: 'sha-256', fingerprint: Array(32).fill('AB').join(':') }],
  rtpCapabilities: chromium,
}
const description = [
  'a=ice-ufrag:wxyz',
  `a=ice-pwd:${'b'.repeat(22)}`,
  `a=fingerprint:sha-256 ${Array(32).fill('CD').join(':')}`,
  'a=setup:active',
].join('\r\n')

type Behaviour = (connection: FakeConnection) => void

/** A connection of the library that behaves as it was seen to. */
class FakeConnection implements Connection {
  described: (sdp: string, type: 'answer') => void = () => {}
  changed: (state: string) => void = () => {}
  closed = false
  readonly #behave: Behaviour
  constructor(behave: Behaviour) {
    this.#behave = behave
  }
  setRemoteDescription(): void {
    this.#behave(this)
  }
  onLocalDescription(listener: FakeConnection['described']): void {
    this.described = listener
  }
  onStateChange(listener: FakeConnection['changed']): void {
    this.changed = listener
  }
  onTrack(): void {}
  close(): void {
    this.closed = true
  }
}

const works: Behaviour = (one) => one.described(description, 'answer')
const throws: Behaviour = () => {
  throw new Error('Got a remote candidate without ICE transport')
}
const closes: Behaviour = (one) => one.changed('closed')
const saysLittle: Behaviour = (one) => one.described('v=0\r\n', 'answer')

function fake(behaviours: Behaviour[]) {
  const made: FakeConnection[] = []
  class PeerConnection extends FakeConnection {
    constructor() {
      super(behaviours[made.length] ?? throws)
      made.push(this)
    }
  }
  class IceUdpMuxListener {
    stop(): void {}
  }
  const states: string[] = []
  const parts = {
    engine: { PeerConnection, IceUdpMuxListener } satisfies Engine,
    address: { host: '127.0.0.1', port: 1 },
    offer,
    codecs: chooseCodecs(offer.rtpCapabilities),
    onPacket: () => {},
    onState: (state: string, reason: string) => states.push(`${state} ${reason}`),
  }
  return { made, states, parts }
}

describe('a connection that is closed when it is handed out', () => {
  test('is given up for a fresh one', async () => {
    const { made, parts, states } = fake([throws, closes, saysLittle, works])
    const { answer } = await openAssociation(parts)
    expect(answer.iceUfrag).toBe('wxyz')
    expect(made.map(({ closed }) => closed)).toEqual([true, true, true, false])
    expect(states).toEqual([])
  })

  test('time and again is an error in the end', async () => {
    const { made, parts } = fake([])
    await expect(openAssociation(parts)).rejects.toMatchObject({ code: 'MEDIA_ENGINE_FAILED' })
    expect(made).toHaveLength(4)
  })
})

describe('an association', () => {
  test('that ends is told, once it was made', async () => {
    const { made, parts, states } = fake([works])
    await openAssociation(parts)
    made[0]!.changed('connected')
    made[0]!.changed('disconnected')
    made[0]!.changed('closed')
    expect(states).toEqual(['connected ', 'failed the connection is closed'])
  })

  test('that was closed by the gateway says nothing more', async () => {
    const { made, parts, states } = fake([works])
    const association = await openAssociation(parts)
    association.close()
    made[0]!.changed('closed')
    association.letIn({ audio: [1], video: [2] })
    expect(association.send('audio', Buffer.alloc(12))).toBe(false)
    expect(states).toEqual([])
  })

  test('that cannot be described again has failed', async () => {
    let turn = 0
    const { parts, states } = fake([(one) => (turn++ === 0 ? works(one) : throws(one))])
    const association = await openAssociation(parts)
    association.letIn({ audio: [1], video: [2] })
    expect(states).toEqual(['failed Got a remote candidate without ICE transport'])
  })
})

describe.skipIf(!engine)('with the real library', () => {
  const ended: (() => void)[] = []
  afterEach(() => {
    for (const end of ended.splice(0)) end()
  })

  test('tracks outlive the collection of garbage', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const address = { host: '127.0.0.1', port: await freePort('127.0.0.1') }
    const sfu = new Sfu({ engine: engine!, address, nowMs: () => performance.now(), onState() {} })
    const gateway = { port: address.port, connect: sfu.connect.bind(sfu) }
    const host = await new Client('host', { sends: [5] }).join(gateway)
    const viewer = await new Client('viewer', { hears: [5] }).join(gateway)
    ended.push(
      () => host.close(),
      () => viewer.close(),
      () => sfu.close(),
    )
    sfu.publish('host', [{ kind: 'video', layer: 'high', ssrc: 5 }])
    sfu.subscribe({ id: 'viewer', from: 'host', kind: 'video' })
    let sequence = 0
    const send = () => host.send('video', rtp({ ssrc: 5, sequence: sequence++, payload: vp8Key }))
    await flows(send, () => viewer.heard(5).length > 0)
    for (let turn = 0; turn < 5; turn++) {
      collect()
      await new Promise(setImmediate)
      const seen = viewer.rtp.length
      send()
      await arrives(() => expect(viewer.rtp.length).toBeGreaterThan(seen))
    }
  })
})
