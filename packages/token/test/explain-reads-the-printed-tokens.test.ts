import { expect, test } from 'vitest'
import { explain } from '../src/explain.ts'

// the two tokens printed in seed 004, "Authenticate your users with AccessTokens"
const ofTheServer =
  '006efb1df952a134400b1cbadc3409deIABAOVYZgbobti4I8MAzjp8xMarleyVDzjIR+Dsings+f9ij4OObgoodDILHA/l6YAEAASONGSAA'
const ofTheClient =
  '006970CA35de60c44645bbae8a215061b33IACtCBeHhqlszBWc9S8XyvSoz1fJm1YiL6OWFTbLNC7OMbdIfRCtk5C5IgB8zc0FZAN5YAQAAQD0v3dgAgD0v3dgAwD0v3dgBAD0v3dg'
const thatDay = 1_618_457_100 // an hour after the second one was made

test('the first is truncated: three characters of its App ID are missing, and more', () => {
  const { accepted, causes, outcome, summary } = explain(ofTheServer, {
    now: thatDay,
    channel: 'test',
    uid: 1234,
  })
  expect(accepted).toBe(false)
  expect(causes[0]).toMatchObject({ code: 'TOKEN_TRUNCATED', certainty: 'proved' })
  expect(summary).toContain('29 of 32 characters')
  expect(outcome).toMatchObject({ name: 'INVALID' })
})

test.each(['channelA', 'ChannelA'])(
  'the second was not made for %s, beside which it stands, nor for its uid',
  (channel) => {
    const { accepted, proven, causes, summary } = explain(ofTheClient, {
      now: thatDay,
      channel,
      uid: 123456,
    })
    expect({ accepted, proven }).toEqual({ accepted: false, proven: false })
    expect(causes.slice(0, 2)).toMatchObject([
      { code: 'CHANNEL_MISMATCH', certainty: 'proved' },
      { code: 'UID_MISMATCH', certainty: 'proved' },
    ])
    expect(summary).toContain(`refused: the token was not made for channel "${channel}"`)
    expect(causes.map(({ code }) => code)).toContain('SAMPLE_CREDENTIALS')
  },
)

test('today it is too old as well', () => {
  const { causes } = explain(ofTheClient, { now: 1_790_000_000, channel: 'ChannelA', uid: 123456 })
  expect(causes).toContainEqual(
    expect.objectContaining({ code: 'ISSUED_OVER_24H', certainty: 'proved' }),
  )
})
