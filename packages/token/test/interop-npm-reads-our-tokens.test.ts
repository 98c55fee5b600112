import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from '../src/bytes/crc32.ts'
import { storedBlock } from '../src/bytes/stored-block.ts'
import { mint } from '../src/mint.ts'
import { hexId, salt, services, sorted, text, uint32 } from './interop-services.ts'
import { npmAccessToken2 } from './npm-originals.ts'

const encoders = {
  'our deflate': undefined,
  'stored blocks': storedBlock,
  'node:zlib': deflateSync,
}

/** npm reads texts as Buffers, and the role of APaaS without its sign. */
function readable(service: object): object {
  return JSON.parse(JSON.stringify(service), (key, value) => {
    if (key === '__role') return value & 0xffff
    return value?.type === 'Buffer' ? Buffer.from(value.data).toString() : value
  })
}

describe.each(Object.entries(encoders))('007 with %s', (_, deflate) => {
  test('npm agora-token reads all services in all combinations, and proves the signature', () => {
    fc.assert(
      fc.property(
        hexId,
        hexId,
        services,
        fc.record({ issuedAt: uint32, life: uint32, salt }),
        (...[appId, certificate, services, { issuedAt, life, salt }]) => {
          const claims = {
            version: '007' as const,
            appId,
            issuedAt,
            expiresInSeconds: life,
            services: services.map(({ ours }) => ours),
          }
          const token = mint(claims, certificate, { salt, ...(deflate && { deflate }) })
          const read = new npmAccessToken2.AccessToken2()
          expect(read.from_string(token)).toBe(true)
          expect(read.verifySignature(certificate)).toBe(true)
          expect(
            read.verifySignature(certificate.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
          ).toBe(false)
          expect(read.appId.toString()).toBe(appId)
          expect([read.issueTs, read.expire, read.salt]).toEqual([issuedAt, life, salt])
          const expected = sorted(
            services.map(({ npm }) => npm()),
            (service) => service.service_type(),
          )
          expect(read.services.map(readable)).toEqual(expected.map(readable))
        },
      ),
      { numRuns: 400 },
    )
  })
})

/** All that npm `agora-access-token` names, and one without a name. */
const privileges006 = {
  joinChannel: 1,
  publishAudio: 2,
  publishVideo: 3,
  publishData: 4,
  publishAudioCdn: 5,
  publishVideoCdn: 6,
  requestPublishAudio: 7,
  requestPublishVideo: 8,
  requestPublishData: 9,
  invitePublishAudio: 10,
  invitePublishVideo: 11,
  invitePublishData: 12,
  77: 77,
  administrateChannel: 101,
  rtmLogin: 1000,
}

describe.each(['agora-token', 'agora-access-token'])('006', (name) => {
  test(`${name} reads all privileges`, () => {
    const { AccessToken } = createRequire(import.meta.url)(`${name}/src/AccessToken.js`)
    const privilege = fc.constantFrom(...Object.keys(privileges006))
    const some = fc.record({
      appId: hexId,
      channel: text,
      uid: text,
      ts: uint32,
      privileges: fc.dictionary(privilege, uint32, { noNullPrototype: true }),
    })
    fc.assert(
      fc.property(some, hexId, uint32, (claims, certificate, salt) => {
        const { appId, channel, uid, ts, privileges } = claims
        const token = mint({ version: '006', ...claims }, certificate, { salt })
        const read = new AccessToken()
        expect(read.fromString(token)).toBe(true)
        expect([read.salt, read.ts]).toEqual([salt, ts])
        expect([read.crc_channel_name, read.crc_uid]).toEqual([crc32(channel), crc32(uid)])
        const byId = Object.entries(privileges).map(([name, value]) => [
          privileges006[name as keyof typeof privileges006],
          value,
        ])
        expect(read.messages).toEqual(Object.fromEntries(byId))
        // npm has no verifier for 006: the same claims, built by it, are the proof
        const built = new AccessToken(appId, certificate, channel, uid)
        Object.assign(built, { salt, ts, messages: read.messages })
        expect(built.build()).toBe(token)
      }),
      { numRuns: 500 },
    )
  })
})
