import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseCodecs, payloadNames, translatePayloads } from '../../src/media/codecs.ts'
import { isMediaOffer } from '../../src/media/offer-shape.ts'
import { isCommand, isNotice } from '../../src/media/protocol.ts'
import { readAnswer, writeOffer } from '../../src/media/sdp.ts'
import type { MediaOffer } from '../../src/media/types.ts'
import { chromium, opus, videoCodec } from './browser-codecs.ts'

const fingerprint = Array(32).fill('AB').join(':')
const offer: MediaOffer = {
  iceUfrag: 'abcd',
  icePwd: 'a/+9'.repeat(6),
  fingerprints: [{ hashFunction: 'sha-256', fingerprint }],
  rtpCapabilities: chromium,
}
const codecs = chooseCodecs(chromium)
const none = { audio: [], video: [] }

describe('codecs', () => {
  test('are taken in the order of the client, each with its retransmissions', () => {
    expect(codecs.audio).toEqual([opus])
    const names = payloadNames(codecs)
    expect([...names]).toEqual([
      [111, 'opus'],
      [96, 'vp8'],
      [108, 'h264'],
      [45, 'av1'],
      [98, 'vp9'],
      [97, 'vp8/rtx'],
      [109, 'h264/rtx'],
      [46, 'av1/rtx'],
      [99, 'vp9/rtx'],
    ])
  })

  test('are looked for in all lists', () => {
    const { audio, video } = chooseCodecs({
      send: { audioCodecs: [opus] },
      recv: { videoCodecs: [videoCodec(100, 'VP9', { 'profile-id': 1 }), videoCodec(96, 'vp8')] },
    })
    expect([...audio, ...video].map(({ payloadType }) => payloadType)).toEqual([111, 96])
  })

  test('that both sides know are translated, others left out', () => {
    const other = chooseCodecs({
      sendrecv: { audioCodecs: [opus], videoCodecs: [videoCodec(120, 'VP8')] },
    })
    const table = translatePayloads(payloadNames(codecs), payloadNames(other))
    expect([...table]).toEqual([
      [111, 111],
      [96, 120],
    ])
  })

  test('that are none are refused', () => {
    const refused = { code: 'MEDIA_OFFER_INVALID' }
    expect(() => chooseCodecs({})).toThrow(expect.objectContaining(refused))
    const audioOnly = { sendrecv: { audioCodecs: [opus], videoCodecs: [] } }
    expect(() => chooseCodecs(audioOnly)).toThrow(expect.objectContaining(refused))
  })
})

describe('the description of a client', () => {
  test('has its transport, its codecs and its SSRCs', () => {
    const sdp = writeOffer({ offer, codecs, ssrcs: { audio: [5], video: [6, 7] } })
    expect(
      sdp.split('\r\n').filter((line) => /^(m|a=(ice|finger|setup|ssrc|mid))/.test(line)),
    ).toMatchInlineSnapshot(`
      [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111",
        "a=mid:audio",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:a/+9a/+9a/+9a/+9a/+9a/+9",
        "a=fingerprint:sha-256 AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB",
        "a=setup:actpass",
        "a=ssrc:5 cname:client",
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 108 109 45 46 98 99",
        "a=mid:video",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:a/+9a/+9a/+9a/+9a/+9a/+9",
        "a=fingerprint:sha-256 AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB:AB",
        "a=setup:actpass",
        "a=ssrc:0 cname:client",
        "a=ssrc:6 cname:client",
        "a=ssrc:7 cname:client",
      ]
    `)
    expect(sdp).toContain('a=rtpmap:111 opus/48000/2\r\n')
    expect(sdp).toContain('a=rtcp-fb:96 nack pli\r\n')
    expect(sdp).toContain('a=fmtp:97 apt=96\r\n')
  })

  test('takes no text that could become a line of its own', () => {
    const bad: Partial<MediaOffer>[] = [
      { iceUfrag: 'abcd\r\na=evil' },
      { iceUfrag: 'abc' },
      { icePwd: 'short' },
      { icePwd: `${'a'.repeat(22)}\n` },
      { fingerprints: [{ hashFunction: 'md5', fingerprint }] },
      { fingerprints: [{ hashFunction: 'sha-256', fingerprint: `${fingerprint}\r\nx` }] },
    ]
    for (const part of bad) {
      const write = () => writeOffer({ offer: { ...offer, ...part }, codecs, ssrcs: none })
      expect(write).toThrow(expect.objectContaining({ code: 'MEDIA_OFFER_INVALID' }))
    }
  })

  test('has the lines that it should, whatever the codecs are called', () => {
    const plain = writeOffer({ offer, codecs, ssrcs: none }).split('\r\n').length
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (encodingName, key, value) => {
        const entry = { ...opus, rtpMap: { ...opus.rtpMap, encodingName } }
        const odd = { ...entry, fmtp: { parameters: { [key]: value } } }
        try {
          const sdp = writeOffer({ offer, codecs: { ...codecs, audio: [odd] }, ssrcs: none })
          expect(sdp.split(/[\r\n]+/)).toHaveLength(plain)
        } catch (error) {
          expect(error).toMatchObject({ code: 'MEDIA_OFFER_INVALID' })
        }
      }),
    )
  })
})

test('the gateway’s own parameters are read from its description, or nothing is', () => {
  const lines = [
    'v=0',
    'a=ice-ufrag:wxyz',
    'a=ice-pwd:0123456789012345678901',
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:passive',
  ]
  expect(readAnswer(lines.join('\r\n'))).toEqual({
    iceUfrag: 'wxyz',
    icePwd: '0123456789012345678901',
    fingerprint: { algorithm: 'sha-256', fingerprint },
    role: 'server',
  })
  expect(readAnswer(lines.join('\r\n').replace('passive', 'active'))?.role).toBe('client')
  for (const missing of lines.slice(1)) {
    expect(readAnswer(lines.filter((line) => line !== missing).join('\r\n'))).toBeUndefined()
  }
})

test('messages of another form are none', () => {
  expect(isMediaOffer(offer)).toBe(true)
  expect(isCommand({ type: 'connect', request: 1, id: 'a', offer })).toBe(true)
  expect(isNotice({ type: 'alive' })).toBe(true)
  fc.assert(
    fc.property(
      fc.object({ key: fc.constantFrom('type', 'id', 'request', 'offer', 'x') }),
      (any) => {
        expect(isCommand(any)).toBe(false)
        expect(isNotice(any)).toBe(false)
        expect(isMediaOffer(any)).toBe(false)
      },
    ),
  )
  for (const type of ['constructor', 'toString', '__proto__', 5, null]) {
    expect(isCommand({ type })).toBe(false)
    expect(isNotice({ type })).toBe(false)
  }
})
