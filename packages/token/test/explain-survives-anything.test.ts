import { mint } from '@symbolon/token'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import vectors from '../../../vectors/agora-vectors.json' with { type: 'json' }
import { explain, type Situation } from '../src/explain.ts'
import {
  appId,
  certificate,
  join,
  oldCertificate,
  otherAppId,
  otherCertificate,
  special,
  token006,
  token007,
} from './explain-faults/tokens.ts'

const seeds = [special, token006(), token007(), `${token006()}\n`]
const pieces = fc.constantFrom(
  '006',
  '007',
  '005',
  '1:',
  'eyJ',
  '%2B',
  '%',
  '"',
  ' ',
  '\n',
  '…',
  '=',
  '-',
  '_',
  appId,
  '\u200b',
  '\ud800',
  special,
)
const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.nat(200),
    fc.nat(40),
    fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 20 })),
  )
  .map(([seed, at, gone, piece]) => seed.slice(0, at) + piece + seed.slice(at + gone))
const anything = fc.oneof(
  mutated,
  fc.array(pieces).map((all) => all.join('')),
  fc.string({ unit: 'binary' }),
  fc.anything(),
)

test('nothing passed as a token makes it throw, and nothing damaged is accepted', () => {
  fc.assert(
    fc.property(anything, (token) => {
      const { accepted, causes, summary } = explain(token, join)
      expect(accepted && !seeds.includes(token as string)).toBe(false)
      expect(accepted || causes.length > 0).toBe(true)
      expect(summary).not.toMatch(/\n|(?<!\\u)\{\w+\}/)
    }),
    { numRuns: 5000 },
  )
})

test.each(vectors.negative.map(({ name, token }) => [name, token]))(
  'malformed token "%s" is told apart',
  (_, token) => {
    expect(() =>
      explain(token, { ...join, certificate: vectors.negative[0]!.verifyCertificate }),
    ).not.toThrow()
  },
)

const situations: fc.Arbitrary<Partial<Situation>> = fc.record(
  {
    appId: fc.oneof(fc.string(), fc.constantFrom(certificate, special)),
    channel: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 700 }),
      fc.constantFrom(certificate, special),
    ),
    uid: fc.oneof(fc.double(), fc.integer(), fc.constant(null)),
    account: fc.oneof(fc.string(), fc.constantFrom(certificate, special)),
    error: fc.oneof(fc.string(), fc.integer(), fc.constantFrom(certificate, special)),
    previousToken: fc.oneof(fc.string(), fc.constantFrom(...seeds)),
    sdk: fc.record({ name: fc.oneof(fc.string(), fc.constant('web')), version: fc.string() }),
    members: fc.array(fc.oneof(fc.string(), fc.integer())),
    keyring: fc.constant({ primary: certificate, retired: [oldCertificate] }),
    otherProjects: fc.constant([{ appId: otherAppId, certificates: [otherCertificate] }]),
  },
  { requiredKeys: [] },
)

test('no output holds a certificate or the whole token, whoever mixed them up', () => {
  const swapped = mint(
    {
      version: '006',
      appId: certificate,
      channel: certificate,
      uid: oldCertificate,
      ts: 1,
      privileges: {},
    },
    appId,
  )
  const given = fc.constantFrom(
    ...seeds,
    swapped,
    certificate,
    `${special}x`,
    special.replaceAll('+', ' '),
  )
  fc.assert(
    fc.property(given, situations, (token, situation) => {
      const output = JSON.stringify(
        explain(token, {
          ...join,
          keyring: { primary: certificate, retired: [oldCertificate] },
          ...situation,
        }),
      )
      for (const secret of [certificate, token.trim(), special])
        expect(output).not.toContain(secret)
    }),
    { numRuns: 3000 },
  )
})

test('neither a certificate in other letters nor a Channel Key is repeated', () => {
  const channelKey = `005${'AQoA+ab/'.repeat(16)}`
  for (const secret of [certificate.toUpperCase(), certificate.toLowerCase(), channelKey]) {
    const wrong = [{ appId: secret }, { channel: secret }, { account: secret, uid: undefined }]
    for (const field of wrong) {
      const output = JSON.stringify(explain(seeds[0], { ...join, ...field }))
      expect(output.toLowerCase()).not.toContain(secret.toLowerCase().slice(0, 80))
    }
  }
})

test('hostile text costs less than 5 ms', () => {
  const long = 'A'.repeat(1_000_000)
  const hostile = [
    `007${long}`,
    `006${long}`,
    ' '.repeat(1_000_000),
    '%2B'.repeat(5000),
    '006'.repeat(5000),
    `"${'\\"'.repeat(8000)}`,
    `{${'007 '.repeat(4000)}`,
  ]
  const situation = { ...join, channel: 'x'.repeat(60_000), account: '\u0301'.repeat(60_000) }
  for (const token of [...hostile, ...seeds]) {
    explain(token, situation) // once for the compiler
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      explain(token, situation)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(5)
  }
})
